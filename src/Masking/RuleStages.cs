namespace Gor.Masking;

/// <summary>The steps in which verbs are carried out, numbered as in resurface.md section 4.</summary>
internal static class RuleStages
{
    public static string Of(Verb verb) => verb switch
    {
        Verb.AllowHttpUrl or Verb.SkipCompression or Verb.SkipSubmission => "setting",
        Verb.CopySessionField => "1 copy",
        Verb.Stop => "2 stop",
        Verb.StopIfFound or Verb.StopIf => "3 stop_if",
        Verb.StopUnlessFound or Verb.StopUnless => "4 stop_unless",
        Verb.Sample => "5 sample",
        Verb.Replace or Verb.Mask => "7 replace",
        _ => "6 remove",
    };
}

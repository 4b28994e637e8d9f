namespace Gor.Masking;

/// <summary>What a rule does, in the order in which the verbs are carried out (resurface.md section 4).</summary>
internal enum Verb
{
    AllowHttpUrl,
    SkipCompression,
    SkipSubmission,
    CopySessionField,
    Stop,
    StopIfFound,
    StopIf,
    StopUnlessFound,
    StopUnless,
    Sample,
    Remove,
    RemoveUnlessFound,
    RemoveIfFound,
    RemoveUnless,
    RemoveIf,
    Replace,

    /// <summary>Not written in rules text: the rules of the presets <c>pci</c>, <c>pii</c> and <c>secrets</c>.</summary>
    Mask,
}

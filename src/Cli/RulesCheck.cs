using System.Globalization;
using Gor.Masking;

namespace Gor.Cli;

/// <summary>
/// <c>gor rules check</c>: prints the effective rules, includes expanded, with the stage in which each acts and whether its time is
/// linear, then warnings.
/// </summary>
/// <param name="text">Rules text or <c>file://PATH</c>; null or blank for the default.</param>
/// <param name="source">What errors call it.</param>
internal sealed class RulesCheck(string? text, string source)
{
    /// <returns>0, or 2 where the rules are refused: then nothing is written to <paramref name="output"/>.</returns>
    public int Run(TextWriter output, TextWriter stderr)
    {
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions { Rules = text, Source = source });
        if (!parsed.IsValid)
        {
            foreach (RuleError error in parsed.Errors)
            {
                stderr.WriteLine(error);
            }

            return 2;
        }

        output.WriteLine(parsed.Description);
        output.WriteLine("   #  stage           time     rule");
        for (int i = 0; i < parsed.Rules.Count; i++)
        {
            Rule rule = parsed.Rules[i];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{i + 1,4}  {RuleStages.Of(rule.Verb),-14}  {(rule.IsLinear ? "linear" : "limited"),-7}  {rule}    # {rule.Origin}"));
        }

        foreach (string warning in RuleWarnings.Of(parsed.Rules))
        {
            output.WriteLine($"warning: {warning}");
        }

        return 0;
    }
}

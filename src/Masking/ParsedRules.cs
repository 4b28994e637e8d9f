namespace Gor.Masking;

/// <summary>What a rules text says: its rules in order, includes expanded, or everything that is wrong with it.</summary>
/// <param name="Rules">In use only where there are no errors.</param>
/// <param name="Source">A flag, a variable or the path of a file.</param>
/// <param name="Description">For the start-up line: a preset's name, or a count and the source.</param>
internal sealed record ParsedRules(IReadOnlyList<Rule> Rules, IReadOnlyList<RuleError> Errors, string Source, string Description)
{
    public bool IsValid => Errors.Count == 0;
}

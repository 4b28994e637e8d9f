namespace Gor.Masking;

/// <summary>Which rule did what to which pair of one record; for <c>gor rules apply --explain</c>. Never holds a value.</summary>
internal sealed class RuleTrace
{
    private readonly List<string> _events = [];

    /// <summary>In the order in which they happened.</summary>
    public IReadOnlyList<string> Events => _events;

    public void Stopped(Rule rule) => _events.Add($"record discarded by {rule.Origin}: {rule}");

    public void Removed(string name, Rule rule) => _events.Add($"{name} removed by {rule.Origin}: {rule}");

    public void Replaced(string name, Rule rule) => _events.Add($"{name} changed by {rule.Origin}: {rule}");
}

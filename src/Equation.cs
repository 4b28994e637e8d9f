namespace Gor;

/// <summary>One line of the ledger: what entered is the sum of where it went.</summary>
/// <param name="Name">What is counted: packets, bytes, requests.</param>
/// <param name="Entered">The counter of the left side.</param>
/// <param name="Ends">The counters of the right side; each thing ends in exactly one of them.</param>
internal sealed record Equation(string Name, Counter Entered, IReadOnlyList<Counter> Ends)
{
    /// <summary>Left side minus right side: 0 where the line balances.</summary>
    public long Difference(Ledger ledger) => ledger[Entered] - Ends.Sum(end => ledger[end]);
}

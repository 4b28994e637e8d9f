namespace Gor.Fuzz.Targets;

/// <summary>The law that nothing is lost silently, for the stages that a target runs.</summary>
internal static class LedgerCheck
{
    public static void Balances(Counters counters, params ReadOnlySpan<string> names)
    {
        var ledger = new Ledger([counters], []);
        foreach (Equation equation in Ledger.Equations)
        {
            if (names.Contains(equation.Name))
            {
                long difference = equation.Difference(ledger);
                BrokenPromiseException.Unless(difference == 0, $"the ledger of {equation.Name} is off by {difference}");
            }
        }
    }
}

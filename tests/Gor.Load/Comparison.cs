namespace Gor.Load;

/// <summary>What changed from one report to another.</summary>
internal static class Comparison
{
    public static int Print(BenchReport before, BenchReport after, TextWriter writer)
    {
        writer.WriteLine($"{before.Commit} → {after.Commit}");
        writer.WriteLine();
        writer.WriteLine("| work | before | after | change | RSS MB before | after |");
        writer.WriteLine("|---|---|---|---|---|---|");
        foreach (BenchRow row in after.Rows)
        {
            if (before.Rows.FirstOrDefault(old => old.Work == row.Work) is not { } old)
            {
                writer.WriteLine($"| {row.Work} | – | {BenchReport.Number(row.Value)} {row.Unit} | new | – | {BenchReport.Number(row.Megabytes)} |");
                continue;
            }

            string change = old.Value == 0 ? "–" : $"{(row.Value - old.Value) / old.Value:+0.0%;-0.0%;0%}";
            writer.WriteLine(
                $"| {row.Work} | {BenchReport.Number(old.Value)} {old.Unit} | {BenchReport.Number(row.Value)} {row.Unit} | {change} | {BenchReport.Number(old.Megabytes)} | {BenchReport.Number(row.Megabytes)} |");
        }

        return 0;
    }
}

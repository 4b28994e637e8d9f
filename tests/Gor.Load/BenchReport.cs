using System.Globalization;
using System.Text.Json;

namespace Gor.Load;

/// <summary>One run of <c>bin/bench</c>.</summary>
internal sealed record BenchReport(string Commit, string Machine, IReadOnlyList<BenchRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static BenchReport Load(string path) => JsonSerializer.Deserialize<BenchReport>(File.ReadAllText(path))!;

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    public void Print(TextWriter writer)
    {
        writer.WriteLine($"gor {Commit} on {Machine}");
        writer.WriteLine();
        writer.WriteLine("| work | median | least – most | target | RSS MB | calls | |");
        writer.WriteLine("|---|---|---|---|---|---|---|");
        foreach (BenchRow row in Rows)
        {
            writer.WriteLine(
                $"| {row.Work} | {Number(row.Value)} {row.Unit} | {Number(row.Least)} – {Number(row.Most)} | {TargetOf(row)} | {MegabytesOf(row)} | {CallsOf(row)} | {VerdictOf(row)} |");
        }

        foreach (BenchRow row in Rows.Where(row => row.Note.Length > 0))
        {
            writer.WriteLine($"{row.Work}: {row.Note}");
        }
    }

    public static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string TargetOf(BenchRow row) => row.Target == 0 ? "–" : $"≤ {Number(row.Target)}";

    private static string MegabytesOf(BenchRow row) =>
        row.Megabytes == 0 ? "–" : Number(row.Megabytes) + (row.MegabytesTarget == 0 ? "" : $" (≤ {row.MegabytesTarget})");

    private static string CallsOf(BenchRow row) =>
        row.CompletenessTarget == 0 ? "–" : $"{Math.Floor(row.Completeness * 1e5) / 1e3:0.###} % (≥ {row.CompletenessTarget:P1})";

    private static string VerdictOf(BenchRow row) => !row.HasTarget ? "" : row.IsMet ? "met" : "MISSED";
}

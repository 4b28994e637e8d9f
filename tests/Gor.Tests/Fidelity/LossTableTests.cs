using System.Globalization;
using System.Text;
using Gor.Tests.Golden;
using Gor.Tests.Kit;

namespace Gor.Tests.Fidelity;

/// <summary>
/// What is found where packets are lost: of the golden captures and of a generated day. However much is lost, no pair is wrong and no
/// body claims more than it has. The table stands in docs/fidelity.md.
/// </summary>
public class LossTableTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- loss: written by GOR_UPDATE=1 bin/test LossTable -->\n";
    private const string End = "<!-- /loss -->";
    private const int Seeds = 20;
    private const int Connections = 2000;

    private static readonly double[] Losses = [0, 0.001, 0.01, 0.05, 0.2];

    [Fact]
    public void Is_the_one_in_the_docs()
    {
        string table = Table();
        output.WriteLine(table);
        string path = SourceTree.PathOf("docs/fidelity.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(begin, Begin.Length, end);
        if (GoldenFile.IsUpdating)
        {
            File.WriteAllText(path, text[..begin] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[begin..end]);
    }

    /// <summary>A rare mistake needs many days to show.</summary>
    [Theory(Explicit = true)]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.03)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.4)]
    public void Pairs_no_strangers_on_many_days(double loss)
    {
        for (int seed = 100; seed < 130; seed++)
        {
            LossRow row = new TrafficDay(seed, Connections).Replay(loss, seed);
            Assert.True(row.Wrong.Count == 0, $"day {seed}: {string.Join('\n', row.Wrong.Take(20))}");
        }
    }

    private static string Table()
    {
        var table = new StringBuilder();
        table.Append("| traffic | packets lost | calls | found | of them truncated | requests orphaned | responses orphaned | wrong |\n|---|---|---|---|---|---|---|---|\n");
        foreach (double loss in Losses)
        {
            Append(table, $"golden captures, {Seeds} seeds", loss, ReplayGolden(loss));
        }

        var day = new TrafficDay(seed: 1, Connections);
        foreach (double loss in Losses)
        {
            Append(table, string.Create(CultureInfo.InvariantCulture, $"generated day, {Connections} connections, {day.Packets} packets"), loss, day.Replay(loss, seed: 1));
        }

        return table.ToString();
    }

    private static void Append(StringBuilder table, string traffic, double loss, LossRow row)
    {
        Assert.True(loss > 0 || row.Found == row.Calls, $"{traffic}: {row.Found} of {row.Calls} found without loss");
        Assert.True(row.Wrong.Count == 0, $"{traffic}, {loss} lost: {string.Join('\n', row.Wrong.Take(20))}");
        table.Append(
            CultureInfo.InvariantCulture,
            $"| {traffic} | {loss * 100:0.#} % | {row.Calls} | {row.Found} | {row.Truncated} | {row.OrphanedRequests} | {row.OrphanedResponses} | {row.Wrong.Count} |\n");
    }

    private static LossRow ReplayGolden(double loss)
    {
        var row = new LossRow();
        foreach (string name in GoldenCapture.Names.Select(row => row.Data))
        {
            string path = GoldenCapture.Load(name).Path;
            var whole = CaptureReplay.Of(path).Calls.ToLookup(call => call.Identity);
            for (int seed = 1; seed <= Seeds; seed++)
            {
                var random = new Random(seed);
                CaptureReplay replay = CaptureReplay.Of(path, () => random.NextDouble() < loss);
                row.Calls += whole.Sum(same => same.Count());
                row.Count(replay.Counters);
                foreach (SeenCall call in replay.Calls)
                {
                    row.Found++;
                    row.Truncated += call.IsCut ? 1 : 0;
                    if (!whole[call.Identity].Any(call.IsHonestPartOf))
                    {
                        row.Wrong.Add($"{name}, seed {seed}: {call.Line}");
                    }
                }
            }
        }

        return row;
    }
}

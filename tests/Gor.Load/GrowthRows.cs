namespace Gor.Load;

/// <summary>How cost grows: files that differ in one quantity, CPU time by byte, packet or call. Flat is what is wanted.</summary>
internal sealed class GrowthRows(BenchOptions options)
{
    private static readonly string[] Counted = ["--output-null"];
    private static readonly string[] Recorded = ["--output-resurface", "-", "--output-resurface-rules", "include debug"];

    public IEnumerable<BenchRow> Measure()
    {
        foreach (Func<string, IEnumerable<BenchRow>> quantity in (Func<string, IEnumerable<BenchRow>>[])
            [Bodies, folder => Connections(folder, atRandom: false), folder => Connections(folder, atRandom: true), Disorder, Rules])
        {
            string folder = Directory.CreateTempSubdirectory("gor-growth").FullName;
            try
            {
                foreach (BenchRow row in quantity(folder))
                {
                    yield return row;
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Up to 200 MB of bodies each time; below a segment, the cost is that of the calls.</summary>
    private IEnumerable<BenchRow> Bodies(string folder)
    {
        (string Name, long Length, int Calls)[] bodies =
            [("100 B", 100, 200_000), ("1 KB", 1000, 100_000), ("10 KB", 10_000, 20_000), ("100 KB", 100_000, 2000), ("1 MB", 1_000_000, 200), ("10 MB", 10_000_000, 20), ("100 MB", 100_000_000, 2)];
        int[] packets = [.. bodies.Select(body => GrowthCapture.OfBodies(FileOf(body.Name), body.Length, body.Calls))];
        double[][] counted = InTurn([.. bodies.Select(body => (FileOf(body.Name), Counted))]);
        double[][] recorded = InTurn([.. bodies.Select(body => (FileOf(body.Name), Recorded))]);
        for (int i = 0; i < bodies.Length; i++)
        {
            (string name, long length, int calls) = bodies[i];
            yield return Row($"bodies of {name} → null", counted[i], packets[i], "packet");
            yield return Row($"bodies of {name} → records", recorded[i], length * calls, "byte");
            yield return Row($"bodies of {name} → records, a call", recorded[i], calls, "call");
        }

        string FileOf(string name) => Path.Combine(folder, name);
    }

    /// <summary>What a call costs is the difference between two files of as many connections: in each of them all are opened and ended once.</summary>
    private IEnumerable<BenchRow> Connections(string folder, bool atRandom)
    {
        const int few = 200_000;
        const int more = 3 * few;
        int[] connections = [10, 100, 1000, 10_000, 100_000];
        int[] packets = [.. connections.Select(count =>
            GrowthCapture.OfConnections(FileOf(count, more), count, more, atRandom) - GrowthCapture.OfConnections(FileOf(count, few), count, few, atRandom))];
        double[][] seconds = InTurn([.. ((int[])[few, more]).SelectMany(calls => connections.Select(count => (FileOf(count, calls), Counted)))]);
        double[][] smaller = seconds[..connections.Length];
        double[][] larger = seconds[connections.Length..];
        double[] calls = [];
        for (int i = 0; i < connections.Length; i++)
        {
            calls = [.. larger[i].Zip(smaller[i], (all, fewer) => all - fewer)];
            yield return Row($"{connections[i]} open connections, calls {(atRandom ? "at random" : "in turn")} → null", calls, packets[i], "packet");
        }

        double[] opened = [.. smaller[^1].Zip(calls, (all, calling) => all - (calling * few / (more - few)))];
        yield return Row($"{connections[^1]} connections, to open and to end each → null", opened, connections[^1], "connection");

        string FileOf(int count, int calls) => Path.Combine(folder, $"{count}-{calls}");
    }

    private IEnumerable<BenchRow> Disorder(string folder)
    {
        int[] waiting = [0, 1, 10, 100, 1000];
        int[] packets = [.. waiting.Select(count => GrowthCapture.OfDisorder(FileOf(count), count, segments: 600_000))];
        double[][] seconds = InTurn([.. waiting.Select(count => (FileOf(count), Counted))]);
        return waiting.Select((count, i) => Row($"{count} segments that wait for one → null", seconds[i], packets[i], "packet"));

        string FileOf(int count) => Path.Combine(folder, $"{count}");
    }

    private IEnumerable<BenchRow> Rules(string folder)
    {
        const int calls = 100_000;
        int[] rules = [0, 10, 100, 1000];
        string file = Path.Combine(folder, "calls");
        GrowthCapture.OfBodies(file, 1000, calls);
        foreach (int count in rules)
        {
            IEnumerable<string> lines = Enumerable.Range(0, count).Select(i => $"/request_header:x-none-{i}/ remove");
            File.WriteAllLines(RulesOf(count), ["include debug", .. lines]);
        }

        double[][] seconds = InTurn([.. rules.Select(count => (file, (string[])["--output-resurface", "-", "--output-resurface-rules", $"file://{RulesOf(count)}"]))]);
        return rules.Select((count, i) => Row($"{count} rules for other fields → records", seconds[i], calls, "call"));

        string RulesOf(int count) => Path.Combine(folder, $"rules-{count}");
    }

    /// <summary>CPU seconds of each run over all rounds: in turn, so that a slow minute of the machine meets all of them.</summary>
    private double[][] InTurn((string File, string[] Flags)[] runs)
    {
        double[][] seconds = [.. runs.Select(_ => new double[options.Runs])];

        // The first round finds files that are not yet in the page cache.
        for (int round = -1; round < options.Runs; round++)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                Sample sample = Sample.Of([options.Gor, "--input-raw", runs[i].File, .. runs[i].Flags]);
                if (round >= 0)
                {
                    seconds[i][round] = sample.CpuSeconds;
                }
            }
        }

        return seconds;
    }

    private static BenchRow Row(string work, double[] seconds, double count, string unit) =>
        Rows.Of(work, seconds, count * 1e-9, $"ns a {unit}");
}

namespace Gor.Load;

/// <summary>How cost grows: files that differ in one quantity, CPU time by byte, packet or call. Flat is what is wanted.</summary>
internal sealed class GrowthRows(BenchOptions options)
{
    private static readonly string[] Recorded = ["--output-resurface", "-", "--output-resurface-rules", "include debug"];

    public IEnumerable<BenchRow> Measure()
    {
        string folder = Directory.CreateTempSubdirectory("gor-growth").FullName;
        try
        {
            string file = Path.Combine(folder, "growth.pcap");
            return
            [
                .. Bodies(file),
                .. Connections(file),
                .. Disorder(file),
                .. Rules(file, folder),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Up to 200 MB of bodies each time; below a segment, the cost is that of the calls.</summary>
    private IEnumerable<BenchRow> Bodies(string file)
    {
        foreach ((string name, long length, int calls) in ((string, long, int)[])
            [("100 B", 100, 200_000), ("1 KB", 1000, 100_000), ("10 KB", 10_000, 20_000), ("100 KB", 100_000, 2000), ("1 MB", 1_000_000, 200), ("10 MB", 10_000_000, 20), ("100 MB", 100_000_000, 2)])
        {
            int packets = GrowthCapture.OfBodies(file, length, calls);
            double seconds = Seconds(file, ["--output-null"]);
            double recorded = Seconds(file, Recorded);
            yield return Row($"bodies of {name} → null", seconds / packets, "ns a packet");
            yield return Row($"bodies of {name} → records", recorded / (length * calls), "ns a byte") with { Note = $"{recorded * 1e6 / calls:0.00} µs a call" };
        }
    }

    /// <summary>What a call costs is the difference between two files of as many connections: in each of them all are opened and ended once.</summary>
    private IEnumerable<BenchRow> Connections(string file)
    {
        const int calls = 200_000;
        const int many = 100_000;
        foreach (int connections in (int[])[10, 100, 1000, 10_000, many])
        {
            int packets = GrowthCapture.OfConnections(file, connections, calls);
            double seconds = Seconds(file, ["--output-null"]);
            double inTurn = SecondsMore(seconds, GrowthCapture.OfConnections(file, connections, 3 * calls) - packets);
            GrowthCapture.OfConnections(file, connections, calls, atRandom: true);
            seconds = Seconds(file, ["--output-null"]);
            double atRandom = SecondsMore(seconds, GrowthCapture.OfConnections(file, connections, 3 * calls, atRandom: true) - packets);
            yield return Row($"{connections} open connections, calls in turn → null", inTurn, "ns a packet");
            yield return Row($"{connections} open connections, calls at random → null", atRandom, "ns a packet");
            if (connections == many)
            {
                double opened = (seconds - (atRandom * 3 * calls)) / connections;
                yield return Row($"{connections} open connections, to open and to end each → null", opened, "ns a connection");
            }
        }

        double SecondsMore(double before, int packets) => (Seconds(file, ["--output-null"]) - before) / packets;
    }

    private IEnumerable<BenchRow> Disorder(string file)
    {
        foreach (int waiting in (int[])[0, 1, 10, 100, 1000])
        {
            int packets = GrowthCapture.OfDisorder(file, waiting, segments: 600_000);
            yield return Row($"{waiting} segments out of order → null", Seconds(file, ["--output-null"]) / packets, "ns a packet");
        }
    }

    private IEnumerable<BenchRow> Rules(string file, string folder)
    {
        const int calls = 100_000;
        GrowthCapture.OfBodies(file, 1000, calls);
        foreach (int rules in (int[])[0, 10, 100, 1000])
        {
            string path = Path.Combine(folder, "rules");
            IEnumerable<string> lines = Enumerable.Range(0, rules).Select(i => $"/request_header:x-none-{i}/ remove");
            File.WriteAllLines(path, ["include debug", .. lines]);
            double seconds = Seconds(file, ["--output-resurface", "-", "--output-resurface-rules", $"file://{path}"]);
            yield return Row($"{rules} rules for other fields → records", seconds / calls, "ns a call");
        }
    }

    private double Seconds(string file, string[] flags)
    {
        // The first run finds the file not yet in the page cache.
        IEnumerable<Sample> samples = Enumerable.Range(0, options.Runs + 1).Select(_ => Sample.Of([options.Gor, "--input-raw", file, .. flags])).Skip(1);
        return Gor.Load.Rows.Median(samples.Select(sample => sample.CpuSeconds));
    }

    private static BenchRow Row(string work, double seconds, string unit) => new(work, seconds * 1e9, unit);
}

namespace Gor.Load;

/// <summary>A capture file through the whole program: CPU time as multiples of what tcpdump takes to read and write the packets.</summary>
internal sealed class FileRows(BenchOptions options)
{
    private readonly List<Sample> _reference = [];

    /// <summary>CPU seconds of <c>tcpdump -r FILE -w /dev/null</c>.</summary>
    public double ReferenceSeconds => Rows.Median(_reference.Select(sample => sample.CpuSeconds));

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync()
    {
        using Peer sink = await Peer.StartAsync("sink");
        (string Work, string[] Flags, bool IsCounted, double Target, double Megabytes)[] works =
        [
            ("file → null", ["--output-null"], false, 2.5, 0),
            ("file → stdout, debug", ["--output-resurface", "-", "--output-resurface-rules", "include debug"], false, 6, 0),
            ("file → endpoint, debug, zlib", ["--output-resurface", $"{sink.Url}message", "--output-resurface-rules", "include debug"], true, 16, 150),
            ("file → endpoint, strict", ["--output-resurface", $"{sink.Url}message", "--output-resurface-rules", "include strict"], true, 4, 0),
        ];
        List<Sample>[] samples = [.. works.Select(_ => new List<Sample>())];
        double[] least = [.. works.Select(_ => 1.0)];
        string[] notes = [.. works.Select(_ => "")];

        // In turn, so that a slow minute of the machine meets all of them; the first round warms up.
        for (int run = 0; run <= options.Runs; run++)
        {
            Sample reference = Sample.Of(["tcpdump", "-r", options.Capture, "-w", "/dev/null"]);
            if (run > 0)
            {
                _reference.Add(reference);
            }

            for (int i = 0; i < works.Length; i++)
            {
                (long records, long bytes) = (await sink.AskAsync("count"), await sink.AskAsync("bytes"));
                Sample sample = Sample.Of([options.Gor, "--input-raw", options.Capture, .. works[i].Flags]);
                long formed = ExchangesOf(sample);
                if (works[i].IsCounted)
                {
                    least[i] = Math.Min(least[i], formed == 0 ? 0 : (double)(await sink.AskAsync("count") - records) / formed);
                    notes[i] = $"{formed} calls, {(await sink.AskAsync("bytes") - bytes) / 1e6:0.0} MB sent";
                }

                if (run > 0)
                {
                    samples[i].Add(sample);
                }
            }
        }

        return
        [
            Rows.Of("tcpdump -r FILE -w /dev/null", [.. _reference.Select(sample => sample.CpuSeconds)], 1, "s"),
            .. works.Select((work, i) => Rows.Of(work.Work, [.. samples[i].Select(sample => sample.CpuSeconds)], ReferenceSeconds, "×") with
            {
                Target = work.Target,
                Megabytes = Rows.Median(samples[i].Select(sample => sample.Megabytes)),
                MegabytesTarget = work.Megabytes,
                Completeness = least[i],
                CompletenessTarget = work.IsCounted ? 1 : 0,
                Note = notes[i],
            }),
        ];
    }

    /// <summary>The same file through the tools that are installed, each once: they take long.</summary>
    public IEnumerable<BenchRow> MeasureOthers()
    {
        string folder = Directory.CreateTempSubdirectory("gor-bench").FullName;
        (string Work, string[] Command)[] others =
        [
            ("tshark -q -z http,tree", ["tshark", "-r", options.Capture, "-q", "-z", "http,tree"]),
            ("tcpflow -e http", ["tcpflow", "-r", options.Capture, "-e", "http", "-o", folder]),
        ];
        foreach ((string work, string[] command) in others.Where(other => IsInstalled(other.Command[0])))
        {
            Sample sample = Sample.Of(command);
            yield return Rows.Of(work, [sample.CpuSeconds], ReferenceSeconds, "×") with { Megabytes = sample.Megabytes };
        }

        Directory.Delete(folder, recursive: true);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The ledger's own number of exchanges formed.</summary>
    private static long ExchangesOf(Sample sample)
    {
        string? line = sample.Messages.Split('\n').FirstOrDefault(line => line.TrimStart().StartsWith("exchanges", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}

namespace Gor.Load;

/// <summary>What <c>bin/bench</c> asks for.</summary>
internal sealed record BenchOptions
{
    public string Gor { get; init; } = "";

    public string Capture { get; init; } = "";

    /// <summary>The JSON that is written.</summary>
    public string Report { get; init; } = "";

    /// <summary>An earlier report to compare with, or empty.</summary>
    public string Compare { get; init; } = "";

    public string Commit { get; init; } = "";

    public int Runs { get; init; } = 5;

    /// <summary>Length of each live run.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>Parts: file, others, growth, start, live; and long, an hour, which only comes when it is named.</summary>
    public IReadOnlyList<string> Parts { get; init; } = ["file", "others", "growth", "start", "live"];

    /// <summary>Only live rows whose name has this in it.</summary>
    public string Only { get; init; } = "";

    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            options = args[i] switch
            {
                "--gor" => options with { Gor = value },
                "--capture" => options with { Capture = value },
                "--report" => options with { Report = value },
                "--compare" => options with { Compare = value },
                "--commit" => options with { Commit = value },
                "--runs" => options with { Runs = int.Parse(value) },
                "--seconds" => options with { Seconds = int.Parse(value) },
                "--only" => options with { Only = value },
                "--parts" => options with { Parts = value.Split(',') },
                _ => throw new ArgumentException($"unknown option {args[i]}"),
            };
        }

        return options;
    }
}

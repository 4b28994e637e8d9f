namespace Gor.Cli;

/// <summary>GoReplay's flags that gor does not have on purpose: why, and what to do instead.</summary>
internal static class RefusedFlags
{
    private const string Profile = "gor is a native binary: perf and dotnet-counters look into it from outside, and --http serves its figures";
    private const string Binary = "gor rebuilds HTTP calls, and a stream of other bytes has none; tcpreplay replays packets";
    private const string NoFlag = "it is in GoReplay's source, but was never a flag";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["cpuprofile"] = Profile,
        ["memprofile"] = Profile,
        ["output-http-elasticsearch"] = "write records to a file (--output-resurface calls.ndjson) and let a shipper like Filebeat or Vector bring them there",
        ["output-http-compatibility-mode"] = NoFlag,
        ["output-http-request-group"] = NoFlag,
        ["output-http-debug"] = $"{NoFlag}; --verbose 3 prints a line a call",
        ["output-resurface-debug"] = "it was taken out of GoReplay too; --verbose 3 prints a line a call, and gor collect shows what arrives",
        ["output-binary"] = Binary,
        ["output-binary-workers"] = Binary,
        ["output-binary-timeout"] = Binary,
        ["output-binary-track-response"] = Binary,
        ["output-binary-debug"] = Binary,
        ["output-tcp-response-buffer"] = $"it belongs to --output-binary: {Binary}",
        ["input-http"] = "it stands in GoReplay's documentation, but was never a flag; to take calls from another host, use --input-tcp",
    };

    /// <returns>A phrase; null for a flag that is not refused.</returns>
    public static string? ReasonOf(string name) => Reasons.GetValueOrDefault(name);
}

namespace Gor.Cli;

/// <summary>GoReplay's flags that this version does not have: whoever brings one shall read that, not "unknown".</summary>
internal static class GoReplayFlags
{
    private static readonly HashSet<string> Switches =
    [
        "output-http-compatibility-mode", "output-http-debug",
        "output-binary-track-response", "output-binary-debug",
        "output-resurface-debug",
    ];

    private static readonly HashSet<string> Valued =
    [
        "cpuprofile", "memprofile",
        "output-http-elasticsearch", "output-http-request-group",
        "output-tcp-response-buffer", "output-binary", "output-binary-workers", "output-binary-timeout", "input-http",
    ];

    public static bool Contains(string name) => Switches.Contains(name) || Valued.Contains(name);

    public static bool IsSwitch(string name) => Switches.Contains(name);
}

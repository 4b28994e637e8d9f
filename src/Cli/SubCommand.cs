namespace Gor.Cli;

/// <summary>What may stand behind <c>gor</c> instead of flags, as help, completions and the manual show it.</summary>
/// <param name="Name">The word.</param>
/// <param name="Usage">What follows it; empty for nothing.</param>
/// <param name="Summary">What it does, without a full stop.</param>
internal sealed record SubCommand(string Name, string Usage, string Summary)
{
    /// <summary>Its table of flags, where it has one.</summary>
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Those of a run are its own.</summary>
    public bool TakesFlagsOfRun { get; init; }

    /// <summary>Other switches that it understands, without dashes.</summary>
    public IReadOnlyList<string> Switches { get; init; } = [];

    /// <summary>Other words that it understands.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public static IReadOnlyList<SubCommand> All { get; } =
    [
        new("collect", "[flags]", "receive records, where there is no Resurface") { Flags = CollectLine.Flags },
        new("config", "[flags]", "print what a run with these flags would use, and where each setting comes from") { TakesFlagsOfRun = true },
        new("devices", "[--json]", "list the devices there are, and what would be captured of them") { Switches = ["json", "help"] },
        new("file-server", "ADDRESS", "serve the current directory over HTTP") { Switches = ["help"] },
        new("rules", "check|apply …", "check and try logging rules") { Words = ["check", "apply"], Switches = ["explain", "help"] },
        new("sidecar", "[flags]", "capture and deliver as the variables of Resurface's sniffer say") { TakesFlagsOfRun = true },
        new("completion", "SHELL", "print completions for bash, zsh, fish or powershell") { Words = CompletionScript.Shells, Switches = ["help"] },
        new("man", "", "print the manual page, for man -l or man1/gor.1"),
        new("help", "[COMMAND]", "the help, or that of a command") { Words = ["collect", "config", "devices", "file-server", "rules", "sidecar", "completion"] },
        new("version", "", "the version"),
    ];

    public string Line => Usage.Length == 0 ? $"gor {Name}" : $"gor {Name} {Usage}";

    /// <summary>All that may stand behind it with dashes, without them.</summary>
    public IEnumerable<string> FlagNames => Flags.SelectMany(flag => flag.Names).Where(name => name.Length > 1).Concat(Switches);
}

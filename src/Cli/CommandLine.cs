using System.Net;

namespace Gor.Cli;

/// <summary>Reads a command line: the name of a command, or the flags of a run.</summary>
internal static class CommandLine
{
    /// <summary>Never throws, whatever the words are. All errors come together in one <see cref="UsageError"/>.</summary>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="environment">The variables of the process.</param>
    public static Command Parse(string[] arguments, IReadOnlyDictionary<string, string> environment) => arguments switch
    {
        ["collect", .. string[] rest] => CollectLine.Parse(rest, environment),
        ["config", .. string[] rest] => ConfigLine.Parse(rest, environment),
        ["devices", .. string[] rest] => ParseDevices(rest),
        ["file-server", .. string[] rest] => ParseFileServer(rest),
        ["rules", "check"] => ConfigLine.RulesOf([], environment),
        ["rules", "check", ['-', _, ..], ..] and [_, _, not ("--help" or "-help" or "-h"), ..] => ConfigLine.RulesOf(arguments[2..], environment),
        ["rules", .. string[] rest] => new RulesCommandLine(rest),
        ["completion", .. string[] rest] => ParseCompletion(rest),
        ["man"] => new PrintCommand(ManualPage.Text(VersionText.Short())),
        ["sidecar", .. string[] rest] => SidecarLine.Parse(rest, environment),
        ["help", .. string[] rest] => ParseHelp(rest),
        ["version"] => new VersionCommand(),
        [string word, ..] when !word.StartsWith('-') => UnknownCommand(word),
        _ => RunLine.Parse(arguments, environment),
    };

    private static Command ParseDevices(string[] rest) => rest switch
    {
        [] => new DevicesCommand(IsJson: false),
        ["--json" or "-json"] => new DevicesCommand(IsJson: true),
        ["-h" or "--help" or "-help"] => new HelpCommand(HelpText.Devices()),
        _ => new UsageError(["devices takes nothing but --json: gor devices --json."]),
    };

    private static Command ParseFileServer(string[] rest)
    {
        if (rest is ["-h" or "--help" or "-help"])
        {
            return new HelpCommand(HelpText.FileServer());
        }

        if (rest is not [string address])
        {
            return new UsageError(["file-server takes one word, the address to listen on: gor file-server :8000."]);
        }

        return ListenAddress.TryParse(address, out IPEndPoint listen, out string? error)
            ? new FileServerCommand(listen)
            : new UsageError([$"file-server {Quoted.Value(address)}: {error}."]);
    }

    private static Command ParseCompletion(string[] rest) => rest switch
    {
        ["-h" or "--help" or "-help"] => new HelpCommand(HelpText.Completion()),
        [string shell] when CompletionScript.Of(shell) is { } script => new PrintCommand(script),
        _ => new UsageError([$"completion takes one word, the shell: gor completion {string.Join('|', CompletionScript.Shells)}."]),
    };

    private static Command ParseHelp(string[] rest) => rest switch
    {
        [] => new HelpCommand(HelpText.Short()),
        ["completion"] => new HelpCommand(HelpText.Completion()),
        ["config"] => new HelpCommand(HelpText.Config()),
        ["collect"] => new HelpCommand(HelpText.Collect()),
        ["devices"] => new HelpCommand(HelpText.Devices()),
        ["file-server"] => new HelpCommand(HelpText.FileServer()),
        ["rules"] => new RulesCommandLine(["--help"]),
        ["sidecar"] => new HelpCommand(HelpText.Sidecar()),
        [string word, ..] => UnknownCommand(word),
    };

    private static UsageError UnknownCommand(string word)
    {
        string remedy = Nearest.Of(word, SubCommand.All.Select(command => command.Name)) is { } nearest ? $"did you mean gor {nearest}?"
            : word.Contains(':', StringComparison.Ordinal) || word.AsSpan().ContainsAnyInRange('0', '9') ? "to capture there, write --input-raw in front of it."
            : $"gor knows {string.Join(", ", SubCommand.All.Select(command => command.Name))}; without a command, flags.";
        return new UsageError([$"Unknown command {Quoted.Value(word)}: {remedy}"]);
    }
}

using System.Net;
using static Gor.Cli.Setting<Gor.Cli.CollectCommand>;

namespace Gor.Cli;

/// <summary>The command line of <c>gor collect</c>.</summary>
internal static class CollectLine
{
    public static IReadOnlyList<Setting<CollectCommand>> Flags { get; } =
    [
        new("listen", "ADDRESS", Set<IPEndPoint>(ListenAddress.TryParse, (command, address) => command with { Listen = address }))
        {
            Group = FlagGroup.Running,
            Default = "127.0.0.1:4001",
            Help = "Where to listen. \":4001\" is every address of this host: whoever reaches it can send records.",
        },
        new("output", "FILE|-", Set<string>(FlagReaders.Text, (command, output) => command with { Output = output }))
        {
            Group = FlagGroup.Running,
            Help = "Append the records to this file, or print them (-). Without: one line a call with time, method, URL, status, bytes, ms.",
        },
        new(FlagParser.Config, "FILE", Set<string>(FlagReaders.Text, (command, _) => command))
        {
            Group = FlagGroup.Running,
            MayStandOutside = false,
            Help = "Read these flags from the table [collect] of this TOML file too. Without: $GOR_CONFIG. Variables: GOR_COLLECT_LISTEN, GOR_COLLECT_OUTPUT.",
        },
        new("help", "", Set<bool>(GoBoolean.TryParse, (command, _) => command))
        {
            MayStandOutside = false,
            Alias = "h",
            Group = FlagGroup.Running,
            Help = "Print this text.",
        },
    ];

    public static Command Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ParsedFlags<CollectCommand> flags = FlagParser.Parse(Flags, arguments, new CollectCommand(), environment, "collect");
        return flags.AsksForHelp ? new HelpCommand(HelpText.Collect())
            : flags.Errors.Count > 0 ? new UsageError(flags.Errors)
            : flags.Target;
    }
}

using Gor.Middleware;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of a middleware.</summary>
internal static class MiddlewareFlags
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static IReadOnlyList<Setting<Options>> All { get; } =
    [
        new("middleware", "COMMAND", SetUnlessEmpty<IReadOnlyList<string>>(CommandWords.TryParse, (options, command) =>
            With(options, middleware => middleware with { Command = command })))
        {
            Group = FlagGroup.Filters,
            Help = "First of all, let this program change or drop calls: it reads and writes messages of GoReplay's format, each a line of "
                + "hexadecimal digits (docs/goreplay.md). It sees them before any filter and rule.",
        },
        new("middleware-on-failure", "WHAT", SetUnlessEmpty<string>(Word("restart", "exit"), (options, what) =>
            With(options, middleware => middleware with { EndsWithIt = what == "exit" })))
        {
            Group = FlagGroup.Filters,
            Default = "restart",
            Help = "Where the program ends, hangs, floods or writes nonsense: restart it, after pauses that grow to 30 s, or exit with code 1.",
        },
        new("middleware-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.FromMilliseconds(100), Longest), (options, time) =>
            With(options, middleware => middleware with { Timeout = time })))
        {
            Group = FlagGroup.Filters,
            Default = "30s",
            Help = "The program hangs where it does not read for so long.",
        },
    ];

    private static Options With(Options options, Func<MiddlewareOptions, MiddlewareOptions> change) =>
        options with { Middleware = change(options.Middleware) };
}

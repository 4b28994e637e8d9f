using Gor.Replay;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of outputs that send messages to another program: <c>--output-tcp</c> and <c>--output-ws</c>.</summary>
internal static class TransportFlags
{
    private const int MostWorkers = 1000;
    private const string StickyNote = "no effect: both messages of a call always go over the same connection";

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Tcp(), .. WebSocket()];

    private static Setting<Options>[] Tcp() =>
    [
        new("output-tcp", "HOST:PORT", SetUnlessEmpty<LimitedAddress>(RemoteAddress.TryParseTcp, (options, address) =>
            WithTcp(options, tcp => tcp with { Addresses = [.. tcp.Addresses, address] })))
        {
            Group = FlagGroup.Replay,
            IsList = true,
            Help = "Send calls to the --input-tcp of another gor, or of GoReplay. While it is away they wait in memory.",
        },
        new("output-tcp-secure", "", Set<bool>(GoBoolean.TryParse, (options, on) => WithTcp(options, tcp => tcp with { IsSecure = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Over TLS.",
        },
        new("output-tcp-skip-verify", "", Set<bool>(GoBoolean.TryParse, (options, on) => WithTcp(options, tcp => tcp with { SkipsVerify = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Over TLS to whoever answers, without a look at the certificate.",
        },
        new("output-tcp-workers", "NUMBER", Set<int>(Integer(1, MostWorkers), (options, number) => WithTcp(options, tcp => tcp with { Workers = number })))
        {
            Group = FlagGroup.Replay,
            Default = "10",
            Help = "Connections at most; one keeps the order of the calls.",
        },
        Sticky("output-tcp-sticky"),
        new("output-tcp-stats", "", Set<bool>(GoBoolean.TryParse, (options, on) => WithTcp(options, tcp => tcp with { HasStats = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Print every 5 s how the sending gets on.",
        },
    ];

    private static Setting<Options>[] WebSocket() =>
    [
        new("output-ws", "URL", SetUnlessEmpty<LimitedAddress>(RemoteAddress.TryParseWebSocket, (options, address) =>
            WithWebSocket(options, webSocket => webSocket with { Addresses = [.. webSocket.Addresses, address] })))
        {
            Group = FlagGroup.Replay,
            IsList = true,
            IsSecret = true,
            Help = "Send calls over WebSockets, ws://… or wss://…: each message is one binary message, without the line of monkeys. "
                + "USER:PASSWORD@ in front of the host becomes Basic credentials.",
        },
        new("output-ws-skip-verify", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            WithWebSocket(options, webSocket => webSocket with { SkipsVerify = on })))
        {
            Group = FlagGroup.Replay,
            Help = "wss to whoever answers, without a look at the certificate.",
        },
        new("output-ws-workers", "NUMBER", Set<int>(Integer(1, MostWorkers), (options, number) =>
            WithWebSocket(options, webSocket => webSocket with { Workers = number })))
        {
            Group = FlagGroup.Replay,
            Default = "10",
            Help = "WebSockets at most; one keeps the order of the calls.",
        },
        Sticky("output-ws-sticky"),
        new("output-ws-stats", "", Set<bool>(GoBoolean.TryParse, (options, on) => WithWebSocket(options, webSocket => webSocket with { HasStats = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Print every 5 s how the sending gets on.",
        },
    ];

    private static Setting<Options> Sticky(string name) => new(name, "", Set<bool>(GoBoolean.TryParse, (options, _) => options))
    {
        Group = FlagGroup.Replay,
        Help = "Accepted: both messages of a call always go over the same connection.",
        Note = _ => StickyNote,
    };

    private static Options WithTcp(Options options, Func<RemoteOptions, RemoteOptions> change) =>
        options with { Replay = options.Replay with { Tcp = change(options.Replay.Tcp) } };

    private static Options WithWebSocket(Options options, Func<RemoteOptions, RemoteOptions> change) =>
        options with { Replay = options.Replay with { WebSocket = change(options.Replay.WebSocket) } };
}

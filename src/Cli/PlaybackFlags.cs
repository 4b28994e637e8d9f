using System.Net;
using Gor.Playback;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of inputs that bring calls in GoReplay's format.</summary>
internal static class PlaybackFlags
{
    private const int MostAhead = 1 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(365);

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Files(), .. Others()];

    private static Setting<Options>[] Files() =>
    [
        new("input-file", "PATH", SetUnlessEmpty<LimitedAddress>(TapePath.TryParse, (options, file) =>
            With(options, playback => playback with { Paths = [.. playback.Paths, file] })))
        {
            Group = FlagGroup.Playback,
            IsEssential = true,
            IsList = true,
            Help = "Play a file of GoReplay's format, plain or gzip; * and ? name several, in order of time. \"calls.gor|200%\" is twice as fast, "
                + "\"calls.gor|10\" at most ten calls a second.",
        },
        new("input-file-loop", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, playback => playback with { Loops = on })))
        {
            Group = FlagGroup.Playback,
            Help = "Begin again at the end.",
        },
        new("input-file-read-depth", "NUMBER", Set<int>(Integer(0, MostAhead), (options, depth) =>
            With(options, playback => playback with { ReadDepth = depth })))
        {
            Group = FlagGroup.Playback,
            Default = "100",
            Help = "Messages of each file that are looked at ahead, to put them in order of time.",
        },
        new("input-file-dry-run", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, playback => playback with { IsDryRun = on })))
        {
            Group = FlagGroup.Playback,
            Help = "Print how many calls the files hold, and at what rate; play nothing.",
        },
        new("input-file-max-wait", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, LongestWait), (options, wait) =>
            With(options, playback => playback with { MaxWait = wait })))
        {
            Group = FlagGroup.Playback,
            Default = "0",
            Help = "Longest pause between two calls; 1us plays as fast as can be. 0 is as long as it was.",
        },
    ];

    private static Setting<Options>[] Others() =>
    [
        new("input-tcp", "ADDRESS", SetUnlessEmpty<IPEndPoint>(ListenAddress.TryParse, (options, address) =>
            With(options, playback => playback with { Listens = [.. playback.Listens, address] })))
        {
            Group = FlagGroup.Playback,
            IsList = true,
            Help = "Take calls from the --output-tcp of other gors, or of GoReplay: \":28020\" is every address of this host. Whoever reaches it "
                + "can send calls.",
        },
        new("input-tcp-secure", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, playback => playback with { IsSecure = on })))
        {
            Group = FlagGroup.Playback,
            Help = "Over TLS.",
        },
        new("input-tcp-certificate", "FILE", Set<string>(Text, (options, file) => With(options, playback => playback with { CertificateFile = file })))
        {
            Group = FlagGroup.Playback,
            Help = "The server's certificate, PEM.",
        },
        new("input-tcp-certificate-key", "FILE", Set<string>(Text, (options, file) => With(options, playback => playback with { KeyFile = file })))
        {
            Group = FlagGroup.Playback,
            Help = "The key of the certificate, PEM.",
        },
        new("input-dummy", "ANY", Set<string>(Text, (options, _) => With(options, playback => playback with { Dummies = playback.Dummies + 1 })))
        {
            Group = FlagGroup.Playback,
            IsList = true,
            Help = "A made-up call a second, to try outputs with. The value means nothing.",
        },
    ];

    private static Options With(Options options, Func<PlaybackOptions, PlaybackOptions> change) =>
        options with { Playback = change(options.Playback) };
}

using Gor.Replay;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of outputs that take calls as messages, in GoReplay's format.</summary>
internal static class ReplayFlags
{
    private const long LargestFile = 1L << 50;
    private const int LargestMessage = 1 << 29;
    private static readonly TimeSpan LongestFlush = TimeSpan.FromHours(1);

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Form(), .. Files()];

    private static Setting<Options>[] Form() =>
    [
        new("output-stdout", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, replay => replay with { Stdout = on })))
        {
            Group = FlagGroup.Replay,
            IsEssential = true,
            Help = "Print calls as messages. Bodies are printed too, unless rules are given (--output-resurface-rules), which hold here as well.",
        },
        new("prettify-http", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with { Tape = options.Tape with { Prettify = on } }))
        {
            Group = FlagGroup.Replay,
            Help = "Without chunks and content codings (gzip, deflate, br, zstd).",
        },
        new("copy-buffer-size", "SIZE", SetUnlessEmpty<long>(Size(0, LargestMessage), (options, size) =>
            options with { Tape = options.Tape with { CopyBufferSize = size < 1 ? new Tape.TapeOptions().CopyBufferSize : (int)size } }))
        {
            Group = FlagGroup.Replay,
            Default = "5mb",
            Help = "Bytes of a body that messages keep; the rest is cut off.",
        },
    ];

    private static Setting<Options>[] Files() =>
    [
        new("output-file", "PATH", SetUnlessEmpty<LimitedAddress>(TapePath.TryParse, (options, file) =>
            With(options, replay => replay with { Paths = [.. replay.Paths, file] })))
        {
            Group = FlagGroup.Replay,
            IsEssential = true,
            IsList = true,
            Help = "Write calls to files that only their owner may read: calls_%Y%m%d.gor, with .gz compressed. %Y %m %d %H %M %S %NS are the time, "
                + "%r the call's id, %t the kind of message, %i this run.",
        },
        new("output-file-append", "", Set<bool>(GoBoolean.TryParse, (options, on) => WithFile(options, file => file with { Appends = on })))
        {
            Group = FlagGroup.Replay,
            Help = "One file a name, to which each run appends; else each is cut into chunks with a number in the name.",
        },
        new("output-file-flush-interval", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, LongestFlush), (options, time) =>
            WithFile(options, file => file with { FlushInterval = time })))
        {
            Group = FlagGroup.Replay,
            Default = "1s",
            Help = "How long a call may wait before it is in the file.",
        },
        new("output-file-size-limit", "SIZE", SetUnlessEmpty<long>(Size(0, LargestFile), (options, size) =>
            WithFile(options, file => file with { SizeLimit = size })))
        {
            Group = FlagGroup.Replay,
            Default = "32mb",
            Help = "Begin the next chunk at this size. 0 is never.",
        },
        new("output-file-queue-limit", "NUMBER", Set<int>(Integer(0, int.MaxValue), (options, number) =>
            WithFile(options, file => file with { QueueLimit = number })))
        {
            Group = FlagGroup.Replay,
            Default = "256",
            Help = "Begin the next chunk after so many messages. 0 is never.",
        },
        new("output-file-max-size-limit", "SIZE", SetUnlessEmpty<long>(Size(0, 1L << 60), (options, size) =>
            WithFile(options, file => file with { TotalLimit = size })))
        {
            Group = FlagGroup.Replay,
            Default = "1tb",
            Help = "Write no more once all chunks of this run have this size; calls beyond it are lost to this output, and counted. 0 is never.",
        },
        new("output-file-buffer", "FOLDER", Set<string>(Text, (options, _) => options))
        {
            Group = FlagGroup.Replay,
            Help = "Accepted: only GoReplay's S3 output has a use for it.",
            Note = _ => "no effect: files are written in place",
        },
    ];

    private static Options With(Options options, Func<ReplayOptions, ReplayOptions> change) => options with { Replay = change(options.Replay) };

    private static Options WithFile(Options options, Func<TapeFileSettings, TapeFileSettings> change) =>
        With(options, replay => replay with { FileSettings = change(replay.FileSettings) });
}

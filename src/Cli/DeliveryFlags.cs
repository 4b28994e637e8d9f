using System.Net;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags that say how records are brought to their destinations: trust, memory, disk, loss.</summary>
internal static class DeliveryFlags
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromDays(1);

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Connection(), .. Waiting(), .. Ending()];

    private static Setting<Options>[] Connection() =>
    [
        new("output-resurface-header", "FIELD", SetUnlessEmpty<Output.RequestHeader>(Output.RequestHeader.TryParse, (options, header) =>
            options with { Output = options.Output with { Headers = [.. options.Output.Headers, header] } }))
        {
            Group = FlagGroup.Output,
            IsList = true,
            IsSecret = true,
            Help = "A field of each POST, like 'Authorization: Bearer …'; 'Name: @FILE' reads the value from a file, so that no list of "
                + "processes shows it.",
        },
        new("output-resurface-ca", "FILE", SetUnlessEmpty<string>(Text, (options, file) =>
            options with { Output = options.Output with { CertificateFile = file } }))
        {
            Group = FlagGroup.Output,
            Help = "A PEM file of certificates that https trusts, instead of those of the system.",
        },
        new("output-resurface-insecure", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Output = options.Output with { Insecure = on } }))
        {
            Group = FlagGroup.Output,
            Help = "Send over https to whoever answers, without a look at the certificate.",
        },
    ];

    private static Setting<Options>[] Waiting() =>
    [
        new("output-resurface-memory", "SIZE", SetUnlessEmpty<long>(Size(1 << 20, 1L << 40), (options, size) =>
            options with { Output = options.Output with { MemoryLimit = size } }))
        {
            Group = FlagGroup.Output,
            Default = "64mb",
            Help = "Records, compressed, that may wait in memory for each destination.",
        },
        new("output-resurface-spool", "FOLDER|off", SetUnlessEmpty<string>(FilePath, (options, folder) =>
            options with { Output = options.Output with { Spool = InFolder(options.Output.Spool, folder) } }))
        {
            Group = FlagGroup.Output,
            IsEssential = true,
            Help = "Where records wait on disk while a destination is away, and for the next start. Without: $STATE_DIRECTORY, else "
                + "$XDG_STATE_HOME/gor, else off.",
        },
        new("output-resurface-spool-size", "SIZE", SetUnlessEmpty<long>(Size(1 << 20, 1L << 50), (options, size) =>
            options with { Output = options.Output with { Spool = options.Output.Spool with { Size = size } } }))
        {
            Group = FlagGroup.Output,
            Default = "1gb",
            Help = "Bytes on disk for each destination.",
        },
        new("output-resurface-spool-full", "WHICH", SetUnlessEmpty<string>(Word("oldest", "newest"), (options, which) =>
            options with { Output = options.Output with { Spool = options.Output.Spool with { OldestGivesWay = which == "oldest" } } }))
        {
            Group = FlagGroup.Output,
            Words = ["oldest", "newest"],
            Default = "oldest",
            Help = "Which records are lost when the spool is full: oldest or newest.",
        },
    ];

    private static Setting<Options>[] Ending() =>
    [
        new("memory-limit", "SIZE", SetUnlessEmpty<long>(Size(64 << 20, 1L << 40), (options, size) => options with { MemoryLimit = size }))
        {
            Group = FlagGroup.Running,
            IsEssential = true,
            Default = "256mb",
            Help = "What a capture of devices may take in all. When it is reached bodies are cut, then calls are shed, and counted; never "
                + "more than three quarters of the container's memory.",
        },
        new("exit-on-loss", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Output = options.Output with { ExitOnLoss = on } }))
        {
            Group = FlagGroup.Running,
            Help = "End, with exit code 3, as soon as an output has lost a record.",
        },
        new("http", "ADDRESS", SetUnlessEmpty<IPEndPoint>(StatusAddress.TryParse, (options, listen) => options with { StatusListen = listen }))
        {
            Alias = "http-pprof",
            Group = FlagGroup.Running,
            IsEssential = true,
            Help = "Serve /metrics (Prometheus), /debug/vars (JSON), /healthz and /readyz. \":8181\" is this machine only.",
            Note = StatusAddress.NoteOn,
        },
        new("shutdown-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, LongestStop), (options, time) =>
            options with { Output = options.Output with { ShutdownTimeout = time } }))
        {
            Group = FlagGroup.Running,
            Default = "10s",
            Help = "How long to go on sending after a signal; what is left then goes to the spool.",
        },
    ];

    private static Output.SpoolOptions InFolder(Output.SpoolOptions spool, string folder) =>
        folder == "off" ? spool with { Folder = "", IsOff = true } : spool with { Folder = Path.GetFullPath(folder), IsOff = false };
}

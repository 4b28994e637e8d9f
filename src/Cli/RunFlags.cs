using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of a run. The one table that parsing, help and suggestions read; defaults are those of the options' records.</summary>
internal static class RunFlags
{
    private const int LargestBuffer = 1 << 30;
    private const int LargestSnapLength = 262144;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly Effect Nothing = Set<bool>(GoBoolean.TryParse, (options, _) => options);

    public static IReadOnlyList<Setting<Options>> All { get; } =
        [.. Input(), .. Capture(), .. Reassembly(), .. PlaybackFlags.All, .. MiddlewareFlags.All, .. FilterFlags.All, .. Output(), .. ReplayFlags.All, .. TransportFlags.All, .. HttpReplayFlags.All, .. KafkaFlags.All, .. DeliveryFlags.All, .. Running()];

    private static Setting<Options>[] Input() =>
    [
        new("input-raw", "ADDRESS", SetUnlessEmpty<Capture.InputAddress>(InputAddressReader.TryParse, (options, input) =>
            options with { Capture = options.Capture with { Inputs = [.. options.Capture.Inputs, input] } }))
        {
            Group = FlagGroup.Input,
            IsEssential = true,
            IsList = true,
            Help = "What to capture: [DEVICE|HOST|FILE|k8s://…][:PORTS][|LIMIT]. \":8080\" is that port on every device, \":80,8080\" two ports, "
                + "\"eth0:80\" one device, \"10.0.0.5:80\" one host, \"calls.pcap\" a capture file, \"-\" standard input, \":\" all ports, "
                + "\"k8s://shop/deployment/web:80\" the pods of a deployment. "
                + "\"|10%\" behind it takes a tenth of the connections, \"|100\" a hundred calls a second.",
        },
        new("input-raw-track-response", "", Nothing)
        {
            Alias = "input-track-response",
            Group = FlagGroup.Input,
            Default = "true",
            Help = "Capture responses too. Always on: a call is a request and its response.",
            Note = text => GoBoolean.TryParse(text, out bool on, out _) && !on ? "a call needs its response; responses are captured" : null,
        },
        new("input-raw-bpf-filter", "FILTER", Set<string>(Text, (options, filter) =>
            options with { Capture = options.Capture with { BpfFilter = filter } }))
        {
            Group = FlagGroup.Input,
            Help = "Replaces the kernel filter that is made of hosts and ports, in the words of tcpdump; must match both directions.",
        },
        new("input-raw-ignore-interface", "DEVICE", SetUnlessEmpty<string>(Text, (options, device) =>
            options with { Capture = options.Capture with { IgnoredInterfaces = [.. options.Capture.IgnoredInterfaces, device] } }))
        {
            Group = FlagGroup.Input,
            IsList = true,
            Help = "Leave this device alone; * and ? stand for any letters and any letter.",
        },
        new("input-raw-realip-header", "FIELD", Set<string>(FieldName, (options, field) =>
            options with { Masking = options.Masking with { RealIpHeader = field } }))
        {
            Group = FlagGroup.Input,
            Help = "Set this request header field to the client's address, like X-Real-IP, before the rules run.",
        },
        .. ClusterFlags.All,
        new("input-raw-protocol", "PROTOCOL", Set<string>(CaptureReaders.Protocol, (options, _) => options))
        {
            Group = FlagGroup.Input,
            Words = ["http"],
            Default = "http",
            Help = "Only http; GoReplay's binary is refused.",
        },
    ];

    private static Setting<Options>[] Capture() =>
    [
        new("input-raw-engine", "ENGINE", Set<string>(CaptureReaders.Engine, (options, engine) =>
            options with { Capture = options.Capture with { Engine = engine } }))
        {
            Group = FlagGroup.Capture,
            Words = ["libpcap", "raw_socket", "af_packet", "vxlan", "geneve", "pcap_file"],
            IsEssential = true,
            Default = "libpcap",
            Help = "libpcap for devices; raw_socket or af_packet (the same) is Linux' own way, taken by itself where libpcap is missing; "
                + "vxlan or geneve receives a mirror's datagrams on a UDP socket (the address of --input-raw is where to listen, its ports "
                + "are of the packets inside); pcap_file takes any name for a capture file's.",
        },
        new("input-raw-promisc", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Capture = options.Capture with { Promiscuous = on } }))
        {
            Group = FlagGroup.Capture,
            IsEssential = true,
            Help = "Promiscuous mode: also frames that are addressed to other hosts (mirror ports).",
        },
        new("input-raw-monitor", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Capture = options.Capture with { Monitor = on } }))
        {
            Group = FlagGroup.Capture,
            Help = "Wi-Fi monitor mode, where the device can do it.",
        },
        new("input-raw-buffer-size", "SIZE", SetUnlessEmpty<long>(Size(0, LargestBuffer), (options, size) =>
            options with { Capture = options.Capture with { BufferSize = (int)size } }))
        {
            Group = FlagGroup.Capture,
            Default = "32mb",
            Help = "Kernel buffer of each device: raise it where the kernel drops packets. 0 is libpcap's own.",
        },
        new("input-raw-buffer-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1)), (options, time) =>
            options with { Capture = options.Capture with { BufferTimeout = time == TimeSpan.Zero ? new Capture.CaptureOptions().BufferTimeout : time } }))
        {
            Group = FlagGroup.Capture,
            Default = "50ms",
            Help = "How long the kernel may collect packets before it hands them over. 0 is the default.",
        },
        new("input-raw-snaplen", "SIZE", SetUnlessEmpty<long>(Size(64, LargestSnapLength), (options, size) =>
            options with { Capture = options.Capture with { SnapLength = (int)size } }))
        {
            Group = FlagGroup.Capture,
            Default = "262144",
            Help = "Bytes kept of each frame. Less loses calls: loopback and offloading devices hand over frames above 64 KiB.",
        },
        new("input-raw-override-snaplen", "", Nothing)
        {
            Group = FlagGroup.Capture,
            Help = "Accepted: the default snaplen already holds every frame.",
            Note = _ => "no effect: frames are never cut to the device's MTU (see --input-raw-snaplen)",
        },
        new("input-raw-timestamp-type", "TYPE", Set<string>(CaptureReaders.TimestampType, (options, type) =>
            options with { Capture = options.Capture with { TimestampType = type } }))
        {
            Group = FlagGroup.Capture,
            Words = ["host", "host_lowprec", "host_hiprec", "host_hiprec_unsynced", "adapter", "adapter_unsynced"],
            Help = "libpcap's name of a source of timestamps: host, host_lowprec, host_hiprec, adapter, …",
            Note = text => text == "go" ? "go is GoReplay's own clock; the device's default is taken" : null,
        },
        new("input-raw-vlan", "", Nothing)
        {
            Group = FlagGroup.Capture,
            Help = "Accepted: frames with and without VLAN tags are both captured.",
            Note = _ => "no effect: tagged and untagged frames are both captured",
        },
        new("input-raw-vlan-vid", "ID", Set<int>(Integer(0, 4094), (options, id) =>
            options with { Capture = options.Capture with { VlanIds = [.. options.Capture.VlanIds, id] } }))
        {
            Group = FlagGroup.Capture,
            IsList = true,
            Help = "Only frames of this VLAN.",
        },
        new("input-raw-vxlan-port", "PORT", Set<int>(Integer(1, 65535), (options, port) =>
            options with { Capture = options.Capture with { VxlanPort = port } }))
        {
            Group = FlagGroup.Capture,
            Help = "UDP port of the engines vxlan (without: 4789) and geneve (6081).",
        },
        new("input-raw-vxlan-vni", "VNI,…", SetUnlessEmpty<IReadOnlyList<int>>(CaptureReaders.Vnis, (options, vnis) =>
            options with { Capture = options.Capture with { Vnis = [.. options.Capture.Vnis, .. vnis] } }))
        {
            Group = FlagGroup.Capture,
            IsList = true,
            Help = "With the engines vxlan and geneve, only packets of these virtual networks; a negative number leaves one out.",
        },
        new("input-raw-tunnels", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with
        {
            Capture = options.Capture with { Tunnels = on },
            Decode = options.Decode with { Tunnels = on },
        }))
        {
            Group = FlagGroup.Capture,
            Help = "On devices, capture VXLAN, GENEVE, GRE and other tunnels too, and look into them. In files they are looked into "
                + "unless this is false.",
        },
        new("input-raw-follow", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Capture = options.Capture with { Follows = on } }))
        {
            Group = FlagGroup.Capture,
            Help = "The capture file still grows, as tcpdump -U -w writes it: wait at its end for more.",
        },
        new("strict", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Capture = options.Capture with { IsStrict = on } }))
        {
            Group = FlagGroup.Capture,
            Help = "Exit with 1 where a capture file is cut or damaged. Without it that is a warning: what stands before is used.",
        },
        new("input-raw-stats", "", Nothing)
        {
            Group = FlagGroup.Capture,
            Help = "Accepted: the ledger is always kept, and printed at the end.",
            Note = _ => "no effect: the ledger is always kept, and printed at the end",
        },
    ];

    private static Setting<Options>[] Reassembly() =>
    [
        new("input-raw-expire", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, Longest), (options, age) =>
            options with { Flows = options.Flows with { HoleAge = age == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : age } }))
        {
            Group = FlagGroup.Reassembly,
            IsEssential = true,
            Default = "2s",
            Help = "How long to wait for bytes that the other side has acknowledged but the capture has not seen. Slow servers are not meant. "
                + "0 is 1s.",
        },
        new("input-raw-allow-incomplete", "", Nothing)
        {
            Group = FlagGroup.Reassembly,
            Help = "Accepted: a call whose body was cut is always delivered, and marked as truncated.",
            Note = _ => "no effect: a call whose body was cut is always delivered, and marked as truncated",
        },
        new("input-raw-connection-idle", "DURATION", Set<TimeSpan>(Duration(TimeSpan.FromSeconds(1), Longest), (options, age) =>
            options with { Flows = options.Flows with { IdleAge = age } }))
        {
            Group = FlagGroup.Reassembly,
            Default = "2m",
            Help = "Forget a connection without an open call after this silence.",
        },
        new("input-raw-exchange-idle", "DURATION", Set<TimeSpan>(Duration(TimeSpan.FromSeconds(1), Longest), (options, age) =>
            options with { Flows = options.Flows with { OpenExchangeAge = age } }))
        {
            Group = FlagGroup.Reassembly,
            Default = "15m",
            Help = "Give up a call that waits for its response after this silence.",
        },
        new("input-raw-hold-per-flow", "SIZE", SetUnlessEmpty<long>(Size(0, LargestBuffer), (options, size) =>
            options with { Flows = options.Flows with { HoldBytesPerFlow = (int)size } }))
        {
            Group = FlagGroup.Reassembly,
            Default = "4mb",
            Help = "Bytes that one direction of a connection may hold out of order.",
        },
        new("input-raw-hold-ranges", "NUMBER", Set<int>(Integer(0, 1 << 20), (options, ranges) =>
            options with { Flows = options.Flows with { HoldRangesPerFlow = ranges } }))
        {
            Group = FlagGroup.Reassembly,
            Default = "1024",
            Help = "Separate pieces that one direction of a connection may hold out of order.",
        },
        new("input-raw-hold-total", "SIZE", SetUnlessEmpty<long>(Size(0, 1L << 40), (options, size) =>
            options with { Flows = options.Flows with { HoldBytesTotal = size } }))
        {
            Group = FlagGroup.Reassembly,
            Default = "32mb",
            Help = "Bytes that all connections of one worker may hold out of order.",
        },
    ];

    private static Setting<Options>[] Output() =>
    [
        new("output-resurface", "URL", SetUnlessEmpty<LimitedAddress>(OutputAddress.TryParseLimited, (options, url) =>
            options with
            {
                Output = options.Output with
                {
                    Resurface = [.. options.Output.Resurface, url.Address],
                    ResurfaceLimits = [.. options.Output.ResurfaceLimits, url.Limit],
                },
            }))
        {
            Group = FlagGroup.Output,
            IsEssential = true,
            IsList = true,
            Help = "Where calls go: http://… or https://… (Resurface, or gor collect), file:///PATH or PATH.ndjson (appended), or - for stdout. "
                + "Without any output: USAGE_LOGGERS_URL, else http://localhost:4001/message (newer Resurface listens on port 7701).",
        },
        new("output-resurface-rules", "RULES", SetUnlessEmpty<string>(Text, (options, rules) =>
            options with { Masking = options.Masking with { Rules = rules, Source = "--output-resurface-rules" } }))
        {
            Group = FlagGroup.Output,
            IsEssential = true,
            Help = "What may leave: logging rules, one a line, or file://PATH. Without: USAGE_LOGGERS_RULES, else \"include strict\", which "
                + "sends no bodies; \"include debug\" sends everything.",
        },
        new("output-resurface-rules-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)), (options, time) =>
            options with { Masking = options.Masking with { RegexTimeout = time } }))
        {
            Group = FlagGroup.Output,
            Default = "100ms",
            Help = "How long a rule whose time is not linear may work on one value; then the field goes, or the call (docs/rules.md).",
        },
        new("output-pcap", "FILE", Set<string>(Text, (options, path) =>
            options with { Capture = options.Capture with { PacketFile = path } }))
        {
            Group = FlagGroup.Output,
            Help = "Keep the captured packets in this file too (pcapng, 0600), to report a fault with. They are as they were on the wire: "
                + "no rule masks them.",
            Note = text => text.Length > 0 ? "no rule masks what is written there: it holds every header and body of the packets" : null,
        },
        new("output-pcap-size", "SIZE", SetUnlessEmpty<long>(Size(4096, 1L << 40), (options, size) =>
            options with { Capture = options.Capture with { PacketFileSize = size } }))
        {
            Group = FlagGroup.Output,
            Default = "100mb",
            Help = "When that file is this large it is renamed to FILE.1, and begins anew.",
        },
        new("output-pcap-files", "NUMBER", Set<int>(Integer(1, 1000), (options, files) =>
            options with { Capture = options.Capture with { PacketFiles = files } }))
        {
            Group = FlagGroup.Output,
            Default = "2",
            Help = "How many of those files are kept.",
        },
        new("output-null", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            options with { Output = options.Output with { Null = on } }))
        {
            Group = FlagGroup.Output,
            IsEssential = true,
            Help = "Count calls and drop them: to see whether the capture works.",
        },
    ];

    private static Setting<Options>[] Running() =>
    [
        new("exit-after", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, Longest), (options, time) =>
            options with { ExitAfter = time }))
        {
            Group = FlagGroup.Running,
            IsEssential = true,
            Default = "0",
            Help = "End, cleanly, after this time. 0 is never.",
        },
        new("workers", "NUMBER", Set<int>(Integer(0, 256), (options, workers) => options with { Workers = workers }))
        {
            Group = FlagGroup.Running,
            Default = "0",
            Help = "Threads that rebuild calls. 0 is one for files, one a core but at most four for devices.",
        },
        new("verbose", "LEVEL", Set<int>(Integer(0, int.MaxValue), (options, level) => options with { Verbose = level }))
        {
            Group = FlagGroup.Running,
            Words = ["0", "1", "2", "3"],
            IsEssential = true,
            Default = "0",
            Help = "1 rates and output errors, 2 reconnects and malformed input, 3 a line a call. Never a body or a credential.",
        },
        new("split-output", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with { SplitsOutput = on }))
        {
            Group = FlagGroup.Running,
            Help = "Share calls out among the outputs, one after the other, instead of giving every call to each.",
        },
        new("recognize-tcp-sessions", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with { RecognizesConnections = on }))
        {
            Group = FlagGroup.Running,
            Help = "With --split-output: all calls of a connection to the same output.",
        },
        new("stats", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with { HasStats = on }))
        {
            Group = FlagGroup.Running,
            Help = "Print a line on each output every 5 s: what went in, what came of it.",
        },
        new("user", "NAME[:GROUP]", Set<string>(Text, (options, user) => options with
        {
            User = user,
            Capture = options.Capture with { GivesUpRights = user.Length > 0 },
        }))
        {
            Group = FlagGroup.Running,
            Help = "Started by root, become this user for good once the devices are open. Devices that appear later cannot be opened then.",
        },
        new("dry-run", "", Set<bool>(GoBoolean.TryParse, (options, on) => options with { IsDryRun = on }))
        {
            Group = FlagGroup.Running,
            IsEssential = true,
            Help = "Open what is to be captured, print devices, filters, outputs and rules, and end.",
        },
        new(FlagParser.Config, "FILE", Set<string>(Text, (options, _) => options))
        {
            Group = FlagGroup.Running,
            IsEssential = true,
            MayStandOutside = false,
            Help = "Read flags from this TOML file too: output-null = true, input-raw = [\":8080\"]. Flags stand above variables (GOR_OUTPUT_NULL), and "
                + "these above the file; gor config shows what holds. Without: $GOR_CONFIG.",
        },
        new("version", "", Nothing)
        {
            MayStandOutside = false,
            Group = FlagGroup.Running,
            IsEssential = true,
            Help = "Print the version.",
        },
        new("help", "", Nothing)
        {
            MayStandOutside = false,
            Alias = "h",
            Group = FlagGroup.Running,
            IsEssential = true,
            Help = "Print the short help.",
        },
        new("help-all", "", Nothing)
        {
            MayStandOutside = false,
            Group = FlagGroup.Running,
            IsEssential = true,
            Help = "Print all flags and variables.",
        },
    ];
}

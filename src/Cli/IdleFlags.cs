using Gor.Capture;

namespace Gor.Cli;

/// <summary>Flags that were given and have nothing to act on, as nothing of their kind is captured: what has no effect says so.</summary>
internal static class IdleFlags
{
    public static IEnumerable<string> Notes(Options options)
    {
        CaptureOptions capture = options.Capture;
        bool isTunnel = TunnelFormat.Of(capture.Engine) is not null;
        bool hasFiles = capture.Engine == "pcap_file" || capture.Inputs.Any(input => input.Kind == InputKind.File);
        bool hasLive = capture.Engine != "pcap_file" && capture.Inputs.Any(input => input.Kind != InputKind.File);
        bool hasDevices = hasLive && !isTunnel;
        (string Flag, bool IsGiven, bool CanAct, string Of)[] flags =
        [
            ("input-raw-promisc", capture.Promiscuous, hasDevices, "devices"),
            ("input-raw-monitor", capture.Monitor, hasDevices, "devices"),
            ("input-raw-timestamp-type", capture.TimestampType.Length > 0, hasDevices, "devices"),
            ("input-raw-ignore-interface", capture.IgnoredInterfaces.Count > 0, hasDevices, "devices"),
            ("input-raw-vlan-vid", capture.VlanIds.Count > 0, hasDevices || hasFiles, "devices and files"),
            ("input-raw-vxlan-port", capture.VxlanPort is not null, hasLive && isTunnel, "the engines vxlan and geneve"),
            ("input-raw-vxlan-vni", capture.Vnis.Count > 0, hasLive && isTunnel, "the engines vxlan and geneve"),
            ("input-raw-follow", capture.Follows, hasFiles, "capture files"),
            ("strict", capture.IsStrict, hasFiles, "capture files"),
        ];
        return flags.Where(flag => flag.IsGiven && !flag.CanAct).Select(flag => $"--{flag.Flag}: no effect: it is for {flag.Of}.");
    }
}

namespace Gor.Capture;

/// <summary>What <c>--input-raw</c> and its companions say. Sizes in bytes; 0 means the default of the thing itself.</summary>
internal sealed record CaptureOptions
{
    public IReadOnlyList<InputAddress> Inputs { get; init; } = [];

    public string Engine { get; init; } = "libpcap";

    /// <summary>Replaces the filter made from ports and hosts; empty for that one.</summary>
    public string BpfFilter { get; init; } = "";

    /// <summary>Kernel buffer of one device.</summary>
    public int BufferSize { get; init; } = 32 << 20;

    public TimeSpan BufferTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Loopback and offloading devices hand over frames above 64 KiB.</summary>
    public int SnapLength { get; init; } = 262144;

    public bool Promiscuous { get; init; }

    public bool Monitor { get; init; }

    /// <summary>libpcap's name of a timestamp source; empty for the device's default.</summary>
    public string TimestampType { get; init; } = "";

    /// <summary>Names or <c>*</c>/<c>?</c> patterns of devices to leave alone.</summary>
    public IReadOnlyList<string> IgnoredInterfaces { get; init; } = [];

    public IReadOnlyList<int> VlanIds { get; init; } = [];

    /// <summary>UDP port of the engines for tunnels; null for the one of the tunnel's kind.</summary>
    public int? VxlanPort { get; init; }

    /// <summary>Virtual networks to keep; a negative number is one to leave out.</summary>
    public IReadOnlyList<int> Vnis { get; init; } = [];

    /// <summary>The capture file still grows: wait at its end.</summary>
    public bool Follows { get; init; }

    /// <summary>A capture file that is cut or damaged makes the run a failure.</summary>
    public bool IsStrict { get; init; }

    /// <summary>File for the captured packets; empty for none.</summary>
    public string PacketFile { get; init; } = "";

    /// <summary>At which it begins anew.</summary>
    public long PacketFileSize { get; init; } = 100 << 20;

    /// <summary>How many are kept, the one that is written to included.</summary>
    public int PacketFiles { get; init; } = 2;

    /// <summary>Once the devices are open, the right to open others is given up (<c>--user</c>).</summary>
    public bool GivesUpRights { get; init; }

    /// <summary>The API server of the cluster that <c>k8s://</c> means; empty for the one that this pod is in.</summary>
    public string ClusterApi { get; init; } = "";

    /// <summary>Folder with <c>token</c> and <c>ca.crt</c>; empty for the pod's own service account.</summary>
    public string ClusterAccount { get; init; } = "";

    /// <summary>Where <c>k8s://</c> matches no pod, nothing is captured for it; else its ports, of any host.</summary>
    public bool ClusterNoMatchNoCapture { get; init; } = true;

    /// <summary>Names or patterns of namespaces whose services <c>k8s://service</c> leaves out.</summary>
    public IReadOnlyList<string> ClusterSkippedNamespaces { get; init; } = [];

    /// <summary>The same for services.</summary>
    public IReadOnlyList<string> ClusterSkippedServices { get; init; } = [];

    /// <summary>The kernel's filter lets carriers of tunnels (VXLAN, GENEVE, GRE, IP in IP) through on ordinary devices.</summary>
    public bool Tunnels { get; init; }
}

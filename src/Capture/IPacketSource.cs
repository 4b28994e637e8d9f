namespace Gor.Capture;

/// <summary>Where packets come from: one live device, or capture files in order of time.</summary>
internal interface IPacketSource : IDisposable
{
    /// <summary>For log lines: <c>eth0</c>, <c>traffic.pcap</c>.</summary>
    string Name { get; }

    /// <summary>True for a device (packets that find no room are lost), false for a file (the reader waits).</summary>
    bool IsLive { get; }

    /// <summary>For the start-up lines: link type, addresses, ports.</summary>
    string Description { get; }

    /// <summary>The packet filter that is in effect, in pcap-filter(7)'s language; empty for none.</summary>
    string Filter => "";

    /// <summary>
    /// Delivers packets to <paramref name="consumer"/> until the source ends or <paramref name="stop"/> is cancelled,
    /// then returns after the last callback. Runs on a thread of its own.
    /// </summary>
    /// <exception cref="CaptureException">The source failed; the message names it, the reason and the remedy.</exception>
    void Run(IPacketConsumer consumer, CancellationToken stop);

    /// <summary>What went wrong without ending the whole, one line each: a file that is cut, and where. Complete once <see cref="Run"/> has returned.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Packets that the source itself left out because they are not asked for: of another VLAN or VNI, or outside the filter.</summary>
    long LeftOut => 0;

    /// <summary>What the operator can do where the kernel drops.</summary>
    string DropRemedy => "Give it a larger buffer (--input-raw-buffer-size), or less to do: fewer ports, a filter";

    /// <summary>Drops that the kernel and the interface report so far, beside the ledger; null where the source has none.</summary>
    KernelDrops? ReadDrops();
}

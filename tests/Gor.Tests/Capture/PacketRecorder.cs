using Gor.Capture;

namespace Gor.Tests.Capture;

/// <summary>Keeps copies of what a source delivers.</summary>
internal sealed class PacketRecorder : IPacketConsumer
{
    private readonly List<TakenPacket> _packets = [];

    public IReadOnlyList<TakenPacket> Packets
    {
        get
        {
            lock (_packets)
            {
                return [.. _packets];
            }
        }
    }

    public void OnPacket(in Packet packet)
    {
        var taken = new TakenPacket(
            packet.LinkType, packet.TimestampNs, packet.OriginalLength, packet.Ordinal, packet.CapturePoint, packet.Data.ToArray());
        lock (_packets)
        {
            _packets.Add(taken);
        }
    }
}

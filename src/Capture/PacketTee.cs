namespace Gor.Capture;

/// <summary>Writes each packet down before it goes on.</summary>
internal sealed class PacketTee(PacketFile file, IPacketConsumer next) : IPacketConsumer
{
    public void OnPacket(in Packet packet)
    {
        file.Write(packet);
        next.OnPacket(packet);
    }
}

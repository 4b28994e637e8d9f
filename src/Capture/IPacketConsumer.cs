namespace Gor.Capture;

/// <summary>Takes the packets of one source, one after another, on the source's thread.</summary>
internal interface IPacketConsumer
{
    void OnPacket(in Packet packet);
}

using System.Net;
using System.Net.NetworkInformation;
using Gor.Capture;
using PacketDotNet;

namespace Gor.Tests.Decode;

/// <summary>Packets that another's library built: our reading of the headers is not only our own.</summary>
public class PacketDotNetTests
{
    private static readonly PhysicalAddress Mac = PhysicalAddress.Parse("02-00-00-00-00-01");

    [Theory]
    [InlineData("10.1.2.3", "10.4.5.6")]
    [InlineData("2001:db8::1", "2001:db8::2")]
    public void Reads_what_packetdotnet_writes(string source, string destination)
    {
        var tcp = new TcpPacket(51000, 8080)
        {
            SequenceNumber = 4_000_000_000,
            AcknowledgmentNumber = 5,
            Acknowledgment = true,
            Push = true,
            PayloadData = "GET / HTTP/1.1"u8.ToArray(),
        };
        IPPacket ip = source.Contains(':')
            ? new IPv6Packet(IPAddress.Parse(source), IPAddress.Parse(destination))
            : new IPv4Packet(IPAddress.Parse(source), IPAddress.Parse(destination));
        ip.PayloadPacket = tcp;
        var ethernet = new EthernetPacket(Mac, Mac, EthernetType.None) { PayloadPacket = ip };

        SeenSegment segment = DecoderProbe.Decode(LinkType.Ethernet, ethernet.Bytes);
        Assert.Equal((source, 51000), (segment.Key.Source.Address.ToString(), segment.Key.Source.Port));
        Assert.Equal((destination, 8080), (segment.Key.Destination.Address.ToString(), segment.Key.Destination.Port));
        Assert.Equal((4_000_000_000, 5u, Gor.Decode.TcpFlags.Ack | Gor.Decode.TcpFlags.Psh), (segment.Sequence, segment.Acknowledgment, segment.Flags));
        Assert.Equal("GET / HTTP/1.1", segment.Payload);
    }
}

using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class EtherIpHeaderTests
{
    [Fact]
    public void A_cut_header_is_malformed() =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(97, [0x30])));
}

using Gor.Decode;

namespace Gor.Tests.Decode;

public class EtherTypeTests
{
    [Theory]
    [InlineData(0x0800, Layer.Ip)]
    [InlineData(0x86DD, Layer.Ip)]
    [InlineData(0x8100, Layer.Vlan)]
    [InlineData(0x88A8, Layer.Vlan)]
    [InlineData(0x9100, Layer.Vlan)]
    [InlineData(0x8847, Layer.Mpls)]
    [InlineData(0x8848, Layer.Mpls)]
    [InlineData(0x8864, Layer.Pppoe)]
    [InlineData(0x880B, Layer.Ppp)]
    [InlineData(0x6558, Layer.Ethernet)]
    internal void Announces(ushort type, Layer layer)
    {
        var cursor = new Cursor();
        Assert.Equal(layer, EtherType.Next(ref cursor, type));
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x0806)]
    [InlineData(0x8863)]
    [InlineData(0xFFFF)]
    public void Leaves_the_rest_under_its_reason(ushort type)
    {
        var cursor = new Cursor();
        Assert.Equal(Layer.End, EtherType.Next(ref cursor, type));
        Assert.Equal(Counter.PacketsIgnoredNotIp, cursor.Reason);
    }
}

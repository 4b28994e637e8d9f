using Gor.Capture;
using Gor.Decode;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class CursorTests
{
    private const string Left = "192.0.2.1";
    private const string Right = "192.0.2.2";
    private const string Other = "192.0.2.3";

    private static readonly byte[] Frame = Ethernet(0x0800, Segment4());

    public static TheoryData<string> Identified { get; } =
        new("ip in ip", "gre", "erspan 2", "pptp", "vxlan", "vxlan gpe", "geneve", "gtp", "l2tp", "ether ip", "mpls in udp");

    public static TheoryData<string> Anonymous { get; } = new("qinq", "pppoe", "mpls", "6 in 4", "teredo", "ayiya", "ppp");

    [Theory]
    [MemberData(nameof(Identified))]
    public void A_tunnel_is_the_same_in_both_directions_and_differs_from_others(string encapsulation)
    {
        byte[] outer = Encapsulations.All[encapsulation].Data;
        ulong there = Tunnel(Readdress(outer, Left, Right));
        Assert.NotEqual(0UL, there);
        Assert.Equal(there, Tunnel(Readdress(outer, Right, Left)));
        Assert.NotEqual(there, Tunnel(Readdress(outer, Left, Other)));
    }

    [Theory]
    [MemberData(nameof(Anonymous))]
    public void Carriers_that_do_not_hide_addresses_are_no_tunnels(string encapsulation)
    {
        (LinkType linkType, byte[] data) = Encapsulations.All[encapsulation];
        Assert.Equal(0UL, DecoderProbe.Decode(linkType, data).Key.Tunnel);
    }

    [Theory]
    [InlineData(4789)]
    [InlineData(6081)]
    public void A_virtual_network_has_its_number(int port)
    {
        byte[] Packet(byte vni) =>
            Ipv4(17, Udp(50000, port, [8, 0, 0x65, 0x58, 0, 0, vni, 0], port == 6081 ? new byte[32] : [], Frame));
        ulong five = Tunnel(Packet(5));
        Assert.Equal(five, Tunnel(Packet(5)));
        Assert.NotEqual(five, Tunnel(Packet(6)));
    }

    [Fact]
    public void Numbers_that_each_receiver_chooses_are_left_out()
    {
        byte[] Gre(byte key) => Ipv4(47, Concat([0x20, 0, 8, 0], [0, 0, 0, key], Segment4()));
        byte[] Gtp(byte teid) => Ipv4(17, Udp(2152, 2152, [0x30, 255], Be16(43), [0, 0, 0, teid], Segment4()));
        Assert.Equal(Tunnel(Gre(1)), Tunnel(Gre(2)));
        Assert.Equal(Tunnel(Gtp(1)), Tunnel(Gtp(2)));
    }

    [Fact]
    public void Nested_tunnels_are_all_part_of_the_identity()
    {
        byte[] Nested(string outer, string inner) => Ipv4(4, Ipv4(4, Segment4(), Left, inner), Left, outer);
        ulong[] identities =
        [
            Tunnel(Ipv4(4, Segment4(), Left, Right)),
            Tunnel(Nested(Right, Right)),
            Tunnel(Nested(Right, Other)),
            Tunnel(Nested(Other, Right)),
        ];
        Assert.Equal(identities.Length, identities.Distinct().Count());
    }

    [Fact]
    public void Trim_cuts_padding_or_counts_what_is_missing()
    {
        var cursor = new Cursor { Rest = new byte[10], Missing = 5 };
        cursor.TrimTrailer(12);
        Assert.Equal((10, 5), (cursor.Rest.Length, cursor.Missing));
        cursor.Trim(12);
        Assert.Equal((10, 2), (cursor.Rest.Length, cursor.Missing));
        cursor.TrimTrailer(8);
        Assert.Equal((8, 0), (cursor.Rest.Length, cursor.Missing));
    }

    private static ulong Tunnel(byte[] packet) => DecoderProbe.Decode(LinkType.Raw, packet).Key.Tunnel;

    private static byte[] Readdress(byte[] packet, string source, string destination)
    {
        byte[] changed = [.. packet];
        Address(source).CopyTo(changed, 12);
        Address(destination).CopyTo(changed, 16);
        return changed;
    }
}

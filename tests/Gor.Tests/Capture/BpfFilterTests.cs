using System.Net;
using Gor.Capture;
using PacketDotNet;
using SharpPcap.LibPcap;

namespace Gor.Tests.Capture;

/// <summary>Compiles each filter with libpcap and shows it frames.</summary>
public sealed class BpfFilterTests
{
    private const string Client = "10.0.0.1";
    private const string Server = "10.9.9.9";
    private const string Client6 = "2001:db8::1";
    private const string Server6 = "2001:db8::9";

    [Fact]
    public void Lets_both_directions_through_however_they_are_wrapped()
    {
        string filter = BpfFilter.Of([new FilterTerm([], [80, 8080])], LinkType.Ethernet);
        foreach (byte[] frame in (byte[][])
        [
            Frames.Tcp(Client, 5000, Server, 80),
            Frames.Tcp(Server, 80, Client, 5000),
            Frames.Tcp(Client, 5000, Server, 8080),
            Frames.Tcp(Client6, 5000, Server6, 80),
            Frames.Tcp(Server6, 80, Client6, 5000),
        ])
        {
            Assert.True(Matches(filter, frame), filter);
            Assert.True(Matches(filter, Frames.Tagged(frame, 7)), "802.1Q");
            Assert.True(Matches(filter, Frames.Tagged(frame, 0)), "802.1p: priority without a VLAN");
            Assert.True(Matches(filter, Frames.Tagged(Frames.Tagged(frame, 7), 9)), "802.1Q twice");
            Assert.True(Matches(filter, Frames.Tagged(Frames.Tagged(frame, 7), 9, tagType: 0x88a8)), "802.1ad");
            Assert.True(Matches(filter, Frames.Pppoe(frame)), "PPPoE");
        }
    }

    [Fact]
    public void Keeps_other_ports_and_protocols_out()
    {
        string filter = BpfFilter.Of([new FilterTerm([], [80])], LinkType.Ethernet);
        foreach (byte[] frame in (byte[][])
        [
            Frames.Tcp(Client, 5000, Server, 81),
            Frames.Tcp(Client6, 5000, Server6, 81),
            Frames.Tcp(Client, 5000, Server, 80, protocol: 17),
            Frames.Tcp(Client, 5000, Server, 80, fragmentOffset: 800, protocol: 17),
        ])
        {
            Assert.False(Matches(filter, frame), filter);
            Assert.False(Matches(filter, Frames.Tagged(frame, 7)));
            Assert.False(Matches(filter, Frames.Tagged(Frames.Tagged(frame, 7), 9)));
        }

        Assert.False(Matches(filter, Frames.Pppoe(Frames.Tcp(Client, 5000, Server, 80, protocol: 17))));
    }

    [Fact]
    public void Loses_no_fragment_and_no_extension_header()
    {
        string filter = BpfFilter.Of([new FilterTerm([], [80])], LinkType.Ethernet);
        byte[] fragment = Frames.Tcp(Client, 1, Server, 2, fragmentOffset: 1480);
        Assert.True(Matches(filter, fragment));
        Assert.True(Matches(filter, Frames.Tagged(fragment, 7)));
        foreach (int extension in (int[])[0, 43, 44, 60])
        {
            byte[] frame = Frames.TcpBehindExtension(Client6, Server6, extension);
            Assert.True(Matches(filter, frame), $"extension header {extension}");
            Assert.True(Matches(filter, Frames.Tagged(frame, 7)), $"extension header {extension}, tagged");
        }
    }

    [Fact]
    public void Takes_all_ports_where_none_is_given()
    {
        string filter = BpfFilter.Of([new FilterTerm([], [])], LinkType.Ethernet);
        Assert.True(Matches(filter, Frames.Tcp(Client, 1, Server, 65535)));
        Assert.True(Matches(filter, Frames.Tagged(Frames.Tcp(Client6, 1, Server6, 2), 7)));
        Assert.False(Matches(filter, Frames.Tcp(Client, 1, Server, 2, protocol: 17)));
    }

    [Fact]
    public void Keeps_to_the_hosts_that_are_given()
    {
        string filter = BpfFilter.Of([new FilterTerm([IPAddress.Parse(Server), IPAddress.Parse(Server6)], [80])], LinkType.Ethernet);
        foreach (Func<byte[], byte[]> wrap in (Func<byte[], byte[]>[])[frame => frame, frame => Frames.Tagged(frame, 7), Frames.Pppoe])
        {
            Assert.True(Matches(filter, wrap(Frames.Tcp(Client, 5000, Server, 80))));
            Assert.True(Matches(filter, wrap(Frames.Tcp(Server, 80, Client, 5000))));
            Assert.True(Matches(filter, wrap(Frames.Tcp(Client6, 5000, Server6, 80))));
            Assert.True(Matches(filter, wrap(Frames.Tcp(Server6, 80, Client6, 5000))));
            Assert.False(Matches(filter, wrap(Frames.Tcp(Client, 5000, "10.9.9.8", 80))));
            Assert.False(Matches(filter, wrap(Frames.Tcp(Client6, 5000, "2001:db8::8", 80))));
        }

        Assert.False(Matches(filter, Frames.Tcp(Client, 1, "10.9.9.8", 2, fragmentOffset: 1480)));
    }

    [Fact]
    public void Keeps_the_conditions_of_several_inputs_apart()
    {
        string filter = BpfFilter.Of([new FilterTerm([IPAddress.Parse(Server)], [80]), new FilterTerm([], [8080])], LinkType.Ethernet);
        Assert.True(Matches(filter, Frames.Tcp(Client, 5000, Server, 80)));
        Assert.True(Matches(filter, Frames.Tcp(Client, 5000, "10.9.9.8", 8080)));
        Assert.False(Matches(filter, Frames.Tcp(Client, 5000, "10.9.9.8", 80)));
    }

    [Fact]
    public void Takes_a_link_local_address_without_its_zone() =>
        Assert.True(Matches(
            BpfFilter.Of([new FilterTerm([IPAddress.Parse("fe80::1%3")], [80])], LinkType.Ethernet), Frames.Tcp("fe80::1", 80, "fe80::2", 5000)));

    [Fact]
    public void Takes_tagged_frames_only_where_VLANs_are_chosen()
    {
        string filter = BpfFilter.Of([new FilterTerm([], [80])], LinkType.Ethernet, taggedOnly: true);
        byte[] frame = Frames.Tcp(Client, 5000, Server, 80);
        Assert.False(Matches(filter, frame));
        Assert.True(Matches(filter, Frames.Tagged(frame, 7)));
        Assert.True(Matches(filter, Frames.Tagged(Frames.Tagged(frame, 7), 9)));
    }

    [Fact]
    public void Lets_carriers_of_tunnels_through_when_they_are_looked_into()
    {
        byte[] vxlan = Frames.Tcp(Client, 5000, Server, 4789, protocol: 17);
        byte[] gre = Frames.Tcp(Client, 0, Server, 0, protocol: 47);
        byte[] gre6 = Frames.Tcp(Client6, 0, Server6, 0, protocol: 47);
        string without = BpfFilter.Of([new FilterTerm([], [80])], LinkType.Ethernet);
        string with = BpfFilter.Of([new FilterTerm([], [80])], LinkType.Ethernet, withTunnels: true);
        foreach (byte[] frame in (byte[][])[vxlan, gre, Frames.Tagged(gre, 7)])
        {
            Assert.False(Matches(without, frame));
            Assert.True(Matches(with, frame));
        }

        Assert.True(Matches(with, gre6) && !Matches(without, gre6));
    }

    [Theory]
    [InlineData(LinkLayers.LinuxSll)]
    [InlineData(LinkLayers.LinuxSll2)]
    [InlineData(LinkLayers.Null)]
    [InlineData(LinkLayers.RawLegacy)]
    [InlineData(LinkLayers.Ppp)]
    public void Uses_no_word_that_a_link_without_tags_refuses(LinkLayers link)
    {
        FileSourceTests.SkipWithoutLibpcap();
        using BpfProgram program = BpfProgram.Create(link, BpfFilter.Of([new FilterTerm([IPAddress.Loopback], [80])], (LinkType)link, withTunnels: true));
        Assert.False(program.IsInvalid);
    }

    [Fact]
    public void Joins_neighbouring_ports() => Assert.Contains(
        "(tcp port 80 or tcp portrange 8080-8082 or tcp port 9000) or ", BpfFilter.Of([new FilterTerm([], [8081, 9000, 8080, 80, 8082])], LinkType.Raw));

    private static bool Matches(string filter, byte[] frame)
    {
        FileSourceTests.SkipWithoutLibpcap();
        using BpfProgram program = BpfProgram.Create(LinkLayers.Ethernet, filter);
        return program.Matches(frame);
    }
}

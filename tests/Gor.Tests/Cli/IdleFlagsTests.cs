using Gor.Cli;

namespace Gor.Tests.Cli;

public class IdleFlagsTests
{
    [Theory]
    [InlineData("--input-raw calls.pcap --input-raw-promisc", "--input-raw-promisc: no effect: it is for devices.")]
    [InlineData("--input-raw calls.pcap --input-raw-monitor", "--input-raw-monitor: no effect: it is for devices.")]
    [InlineData("--input-raw calls.pcap --input-raw-timestamp-type host", "--input-raw-timestamp-type: no effect: it is for devices.")]
    [InlineData("--input-raw calls.pcap --input-raw-ignore-interface lo", "--input-raw-ignore-interface: no effect: it is for devices.")]
    [InlineData("--input-raw :80 --input-raw-engine vxlan --input-raw-vlan-vid 5", "--input-raw-vlan-vid: no effect: it is for devices and files.")]
    [InlineData("--input-raw :80 --input-raw-engine geneve --input-raw-promisc", "--input-raw-promisc: no effect: it is for devices.")]
    [InlineData("--input-raw :80 --input-raw-vxlan-port 8472", "--input-raw-vxlan-port: no effect: it is for the engines vxlan and geneve.")]
    [InlineData("--input-raw :80 --input-raw-vxlan-vni 7", "--input-raw-vxlan-vni: no effect: it is for the engines vxlan and geneve.")]
    [InlineData("--input-raw :80 --input-raw-follow --strict", "--input-raw-follow: no effect: it is for capture files.;--strict: no effect: it is for capture files.")]
    [InlineData("--input-raw :80 --input-raw-promisc --input-raw-vlan-vid 5 --input-raw-ignore-interface lo", "")]
    [InlineData("--input-raw calls.pcap --input-raw-vlan-vid 5 --input-raw-follow --strict", "")]
    [InlineData("--input-raw calls --input-raw-engine pcap_file --strict", "")]
    [InlineData("--input-raw :80 --input-raw-engine vxlan --input-raw-vxlan-port 8472 --input-raw-vxlan-vni 7", "")]
    [InlineData("--input-raw :80 --input-raw calls.pcap --input-raw-promisc --strict", "")]
    public void Say_that_they_have_no_effect(string line, string notes)
    {
        RunCommand run = Assert.IsType<RunCommand>(RunLine.Parse(line.Split(' '), new Dictionary<string, string>()));
        Assert.Equal(notes, string.Join(';', run.Notes));
    }
}

using System.Net;
using System.Text.Json;
using Gor.Capture;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class DevicesReportTests
{
    private static readonly Device[] Devices =
    [
        Of("eth0", "10.0.0.5", "fe80::5") with { LinkType = LinkType.Ethernet },
        Of("eth1"),
        Of("eth2", "10.0.2.5") with { IsUp = false },
        Of("eth3", "10.0.3.5") with { IsRunning = false },
        Of("any") with { LinkType = LinkType.LinuxSll },
    ];

    [Fact]
    public void Shows_what_would_be_captured_of_each() => Assert.Equal(
        """
        NAME  STATE           LINK      --input-raw :80        ADDRESSES
        eth0  up              Ethernet  tcp port 80            10.0.0.5 fe80::5
        eth1  up              -         no: it has no address
        eth2  down            -         no: it is down         10.0.2.5
        eth3  up, no carrier  -         tcp port 80            10.0.3.5
        any   up              LinuxSll  no: only by its name

        """,
        new DevicesReport(Devices, null).ToTable(), ignoreLineEndingDifferences: true);

    [Fact]
    public void Tells_programs_the_same()
    {
        using JsonDocument json = JsonDocument.Parse(new DevicesReport(Devices, "the right").ToJson());
        Assert.Equal("the right", json.RootElement.GetProperty("missing").GetString());
        JsonElement[] devices = [.. json.RootElement.GetProperty("devices").EnumerateArray()];
        Assert.Equal([true, false, false, true, false], devices.Select(device => device.GetProperty("captured_by_default").GetBoolean()));
        Assert.Equal(["10.0.0.5", "fe80::5"], devices[0].GetProperty("addresses").EnumerateArray().Select(address => address.GetString()));
        Assert.Equal("Ethernet", devices[0].GetProperty("link_type").GetString());
        Assert.Equal(JsonValueKind.Null, devices[1].GetProperty("link_type").ValueKind);
        Assert.Contains("tcp port 80", devices[0].GetProperty("filter_for_port_80").GetString());
        Assert.DoesNotContain("vlan", devices[4].GetProperty("filter_for_port_80").GetString());
    }

    [Fact]
    public void Lists_the_devices_of_this_machine_whoever_asks()
    {
        var stdout = new StringWriter();
        Assert.Equal(0, DevicesReport.Print(isJson: true, stdout, TextWriter.Null));
        using JsonDocument json = JsonDocument.Parse(stdout.ToString());
        Assert.NotEqual(0, json.RootElement.GetProperty("devices").GetArrayLength());
    }

    private static Device Of(string name, params string[] addresses) =>
        new(name, "", [.. addresses.Select(IPAddress.Parse)], IsUp: true, IsRunning: true, IsLoopback: false);
}

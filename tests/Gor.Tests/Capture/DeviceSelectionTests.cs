using System.Net;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class DeviceSelectionTests
{
    private static readonly Device[] Devices =
    [
        Of("eth0", "192.168.1.5", "fe80::5%2"),
        Of("eth1", "10.0.0.5"),
        Of("eth2"),
        Of("eth3", "10.0.3.5") with { IsUp = false },
        Of("any"),
        Of("lo", "127.0.0.1", "::1") with { IsLoopback = true },
        Of(@"\Device\NPF_{8F3A}", "172.16.0.1") with { Description = "Intel Ethernet" },
    ];

    [Theory]
    [InlineData(":80", @"eth0 eth1 lo \Device\NPF_{8F3A}")]
    [InlineData("0.0.0.0:80", @"eth0 eth1 lo \Device\NPF_{8F3A}")]
    [InlineData("eth2:80", "eth2")]
    [InlineData("eth3:80", "eth3")]
    [InlineData("any:80", "any")]
    [InlineData("eth*:80", "eth0 eth1 eth2")]
    [InlineData("eth?:80", "eth0 eth1 eth2")]
    [InlineData("localhost:80", "lo")]
    [InlineData("127.0.0.1:80", "lo")]
    [InlineData("127.0.0.53:80", "lo")]
    [InlineData("[::1]:80", "lo")]
    [InlineData("10.0.0.5:80", "eth1")]
    [InlineData("[fe80::5]:80", "eth0")]
    [InlineData(@"\Device\NPF_{8F3A}:80", @"\Device\NPF_{8F3A}")]
    [InlineData("Intel Ethernet:80", @"\Device\NPF_{8F3A}")]
    public void Finds_the_devices_that_are_meant(string input, string expected) =>
        Assert.Equal(expected, string.Join(' ', Select([], input).Select(selected => selected.Device.Name)));

    [Theory]
    [InlineData(":80")]
    [InlineData("127.0.0.1:80")]
    [InlineData("localhost:80")]
    [InlineData("[::1]:80")]
    [InlineData(@"\Device\NPF_Loopback:80")]
    public void Finds_the_loopback_device_of_Windows_which_has_no_address(string input)
    {
        var selection = new DeviceSelection([Of(@"\Device\NPF_Loopback") with { IsLoopback = true }, Of(@"\Device\NPF_{8F3A}", "172.16.0.1") with { IsUp = false }], [], _ => []);
        selection.Add(PacketSourcesTests.Input(input));
        Assert.Equal(@"\Device\NPF_Loopback", Assert.Single(selection.Selected).Device.Name);
    }

    [Fact]
    public void Watches_for_a_strange_host_on_every_device()
    {
        IReadOnlyList<SelectedDevice> selected = Select([], "10.9.9.9:80,81");
        Assert.Equal(4, selected.Count);
        Assert.All(selected, device =>
        {
            FilterTerm term = Assert.Single(device.Terms);
            Assert.Equal([IPAddress.Parse("10.9.9.9")], term.Hosts);
            Assert.Equal([80, 81], term.Ports);
            Assert.True(device.IsOneOfMany);
        });
    }

    [Fact]
    public void Captures_a_device_once_for_all_inputs_that_mean_it()
    {
        SelectedDevice loopback = Select([], ":80", "lo:81", "127.0.0.1:82", ":80").Single(selected => selected.Device.Name == "lo");
        Assert.Equal(["|80", "|81", "127.0.0.1|82"], loopback.Terms.Select(term => $"{string.Join(',', term.Hosts)}|{string.Join(',', term.Ports)}"));
        Assert.False(loopback.IsOneOfMany);
    }

    [Fact]
    public void Leaves_ignored_devices_alone()
    {
        Assert.Equal(["lo"], Select(["eth*", @"\Device\NPF_{8F3A}"], ":80").Select(selected => selected.Device.Name));
        Assert.Contains("Drop one of them", Refusal(["eth1"], "eth1:80"));
        Assert.Contains("No device is up and has an address", Refusal(["*"], ":80"));
    }

    [Theory]
    [InlineData("eht0:80", "Was eth0:80 meant?")]
    [InlineData("nosuch0:80", "There are: eth0, eth1, ")]
    [InlineData("app.example.com:80", "A host is given by its address")]
    [InlineData("wlan*:80", "No device that is up matches \"wlan*\"")]
    public void Says_which_devices_there_are(string input, string remedy) => Assert.Contains(remedy, Refusal([], input));

    private static string Refusal(string[] ignored, string input) => Assert.Throws<CaptureException>(() => Select(ignored, input)).Message;

    private static IReadOnlyList<SelectedDevice> Select(string[] ignored, params string[] inputs)
    {
        var selection = new DeviceSelection(Devices, ignored, _ => []);
        foreach (string input in inputs)
        {
            selection.Add(PacketSourcesTests.Input(input));
        }

        return selection.Selected;
    }

    private static Device Of(string name, params string[] addresses) =>
        new(name, "", [.. addresses.Select(IPAddress.Parse)], IsUp: true, IsRunning: true, IsLoopback: false);
}

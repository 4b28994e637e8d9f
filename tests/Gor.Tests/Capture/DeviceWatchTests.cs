using System.Net;
using Gor.Capture;
using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Capture;

public sealed class DeviceWatchTests
{
    private readonly FakeEngine _engine = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Logged _logged = new();
    private readonly List<IPacketSource> _started = [];

    [Fact]
    public void Captures_a_device_and_an_address_that_appear_later()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        _engine.Set(FakeEngine.Of("eth1", 3));
        DeviceWatch watch = Watch(":80");
        Assert.Equal(["eth0"], watch.Open(null).Select(source => source.Name));
        Look(watch);
        Assert.Empty(_started);

        _engine.Set(FakeEngine.Of("veth7", 9, "172.17.0.1"));
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        Look(watch);
        Assert.Equal(["veth7", "eth1"], _started.Select(source => source.Name));
        Assert.Contains("Information: now capturing veth7: tcp port 80", _logged.Lines);
        Look(watch);
        Assert.Equal(2, _started.Count);
        Assert.Equal([0, 1, 2], _engine.Opened.Select(source => source.CapturePoint));
    }

    /// <summary>A cluster's pods come and go: their devices get other filters, or none.</summary>
    [Fact]
    public async Task Follows_what_a_cluster_means_and_waits_while_it_means_nothing()
    {
        IReadOnlyList<FilterTerm> terms = [];
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        var watch = new DeviceWatch(new CaptureOptions(), [PacketSourcesTests.Input("k8s://shop/pod/web:80")], _engine, _logged.Log, _time, _ => terms);
        Assert.Empty(watch.Open(null));
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            Look(watch);
        }

        terms = [new FilterTerm([IPAddress.Parse("10.1.0.1")], [80])];
        Look(watch);
        Assert.Equal("eth0: tcp port 80, host 10.1.0.1", _engine.Opened[^1].Description);
        Task first = Run(_started[^1]);
        terms = [new FilterTerm([IPAddress.Parse("10.1.0.1"), IPAddress.Parse("10.1.0.2")], [80])];
        Look(watch);
        Assert.Equal("eth0: tcp port 80, host 10.1.0.1 or host 10.1.0.2", _engine.Opened[^1].Description);
        await first.WaitAsync(TimeSpan.FromSeconds(20));
        Task second = Run(_started[^1]);
        terms = [];
        Look(watch);
        await second.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, _engine.Opened.Count);
    }

    [Fact]
    public async Task Takes_a_device_up_again_that_was_gone_under_its_number()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        _engine.Set(FakeEngine.Of("wg0", 3, "10.9.0.1"));
        DeviceWatch watch = Watch(":80");
        Task[] running = [.. watch.Open(null).Select(Run)];

        _engine.Devices.RemoveAt(1);
        Look(watch);
        Assert.Equal(["Warning: wg0 is gone; it is captured again when it is back"], _logged.Lines);
        await running[1].WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(running[0].IsCompleted);

        _engine.Set(FakeEngine.Of("wg0", 7, "10.9.0.1"));
        Look(watch);
        Assert.Equal("wg0", Assert.Single(_started).Name);
        Assert.Equal(1, _engine.Opened[2].CapturePoint);
    }

    [Fact]
    public async Task Notices_a_new_device_under_an_old_name()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        DeviceWatch watch = Watch("eth0:80");
        Task running = Run(Assert.Single(watch.Open(null)));
        _engine.Set(FakeEngine.Of("eth0", 5, "10.0.0.1"));
        Look(watch);
        Assert.Single(_started);
        await running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Says_once_that_it_has_no_right_to_open_what_appears_later()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        DeviceWatch watch = new(
            new CaptureOptions { GivesUpRights = true }, [PacketSourcesTests.Input(":80")], _engine, _logged.Log, _time);
        Assert.Single(watch.Open(null));
        _engine.Set(FakeEngine.Of("veth7", 9, "172.17.0.1"));
        for (int i = 0; i < 3; i++)
        {
            Look(watch);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(_started);
        Assert.Single(_engine.Opened);
        Assert.StartsWith("Warning: veth7 cannot be captured as it is now: the right to open devices was given up (--user).", Assert.Single(_logged.Lines));
    }

    [Fact]
    public async Task Opens_what_failed_again_and_lets_the_rest_go_on()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        DeviceWatch watch = Watch(":80");
        Task[] running = [.. watch.Open(null).Select(Run)];
        _engine.Opened[1].Fail();
        await running[1].WaitAsync(TimeSpan.FromSeconds(20));

        _engine.Failures["eth1"] = "eth1 cannot be opened.";
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Look(watch);
        }

        Assert.Equal(
            ["Warning: Capturing from eth1 ended: it broke. It is tried again.", "Warning: eth1 cannot be opened. The capture goes on without it."],
            _logged.Lines);
        Assert.Empty(_started);
        _engine.Failures.Clear();
        watch.Rescan();
        Look(watch);
        Assert.Equal("eth1", Assert.Single(_started).Name);
        Assert.False(running[0].IsCompleted);
    }

    [Fact]
    public void Keeps_a_device_that_is_down_and_says_so()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        DeviceWatch watch = Watch(":80");
        watch.Open(null);
        _engine.Set(_engine.Devices[1] with { IsUp = false });
        Look(watch);
        Look(watch);
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        Look(watch);
        Assert.Equal(
            ["Warning: eth1 is down; it is captured again when it is up", "Information: eth1 is up again, and captured"], _logged.Lines);
        Assert.Empty(_started);
    }

    [Fact]
    public async Task Changes_the_filter_where_a_host_turns_out_to_be_local()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        DeviceWatch watch = Watch("10.0.0.9:80", "eth0:81");
        Task running = Run(Assert.Single(watch.Open(null)));
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.9"));
        Look(watch);
        Assert.Equal(["eth1: tcp port 80, host 10.0.0.9", "eth0: tcp port 81"], _started.Select(source => source.Description));
        Assert.Equal([0, 1, 0], _engine.Opened.Select(source => source.CapturePoint));
        await running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ends_when_no_device_has_worked_for_ten_seconds(bool isGone)
    {
        Device device = FakeEngine.Of("eth0", 2, "10.0.0.1");
        _engine.Set(device);
        DeviceWatch watch = Watch("eth0:80");
        watch.Open(null);
        _engine.Devices.Clear();
        if (!isGone)
        {
            _engine.Set(device with { IsUp = false });
        }

        Look(watch);
        _time.Advance(TimeSpan.FromSeconds(9));
        Look(watch);
        _engine.Set(device);
        Look(watch);
        _engine.Devices.Clear();
        Look(watch);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("No device is left to capture from", Assert.Throws<CaptureException>(() => Look(watch)).Message);
    }

    [Fact]
    public void Goes_on_with_what_it_has_when_devices_cannot_be_listed()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        DeviceWatch watch = Watch(":80");
        watch.Open(null);
        _engine.ListFailure = "No list.";
        Look(watch);
        Look(watch);
        Assert.Equal(["Warning: No list. What is captured goes on; new devices are not found."], _logged.Lines);
    }

    [Fact]
    public void Starts_with_what_of_many_can_be_opened_and_refuses_what_was_asked_for_by_name()
    {
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        _engine.Set(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        _engine.Failures["eth1"] = "eth1 is odd.";
        List<string> warnings = [];
        Assert.Single(Watch(":80").Open(warnings));
        Assert.Equal(["eth1 is odd. The capture goes on without it."], warnings);
        Assert.Equal("eth1 is odd.", Assert.Throws<CaptureException>(() => Watch("eth0:80", "eth1:80").Open(null)).Message);
        Assert.True(_engine.Opened[1].IsDisposed);
        _engine.Failures["eth0"] = "eth0 is odd.";
        Assert.Equal("None of 2 devices can be opened. Of the first: eth0 is odd.", Assert.Throws<CaptureException>(() => Watch(":80").Open(null)).Message);
    }

    [Fact]
    public void Divides_the_buffers_budget_among_many_devices()
    {
        for (int i = 0; i < 64; i++)
        {
            _engine.Set(FakeEngine.Of($"veth{i}", i + 1, IPAddress.Loopback.ToString()));
        }

        Watch(":80").Open(null);
        Assert.All(_engine.Opened, source => Assert.Equal(4 << 20, source.BufferSize));
    }

    [Fact]
    public async Task Looks_by_itself_and_stops_at_once()
    {
        DeviceWatch watch = new(new CaptureOptions(), [PacketSourcesTests.Input(":80")], _engine, _logged.Log, TimeProvider.System);
        _engine.Set(FakeEngine.Of("eth0", 2, "10.0.0.1"));
        watch.Open(null);
        _engine.Devices.Add(FakeEngine.Of("eth1", 3, "10.0.0.2"));
        using var stop = new CancellationTokenSource();
        Task run = Task.Factory.StartNew(() => watch.Run(_started.Add, stop.Token), TaskCreationOptions.LongRunning);
        await Eventually.TrueAsync(() => _started.Count == 1);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private DeviceWatch Watch(params string[] inputs) =>
        new(new CaptureOptions(), [.. inputs.Select(PacketSourcesTests.Input)], _engine, _logged.Log, _time);

    private void Look(DeviceWatch watch) => watch.Look(_started.Add);

    private static Task Run(IPacketSource source) =>
        Task.Factory.StartNew(() => source.Run(new PacketRecorder(), CancellationToken.None), TaskCreationOptions.LongRunning);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>Devices that come and go under the whole program.</summary>
public sealed class HotPlugTests : IDisposable
{
    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _guest;

    public HotPlugTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
        _guest = new NetworkNamespace();
    }

    public static TheoryData<string> Engines => ["libpcap", "af_packet"];

    public void Dispose()
    {
        _host?.Dispose();
        _guest?.Dispose();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Captures_a_device_two_seconds_after_it_came(string engine)
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", ":80", "--input-raw-engine", engine);
        AddVeth(1);
        var watch = Stopwatch.StartNew();
        await gor.UntilLogAsync("now capturing v1: ");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(1, "/new-device");
        await gor.UntilRecordAsync("/new-device");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Equal(1, gor.Count("/new-device"));
    }

    [Fact]
    public async Task Captures_a_device_that_gets_its_first_address()
    {
        _host.AddPair("v1", "w1", _guest);
        _host.Ip("addr flush dev v1");
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", ":80");
        Assert.DoesNotContain("v1", gor.Log);
        _host.AddAddress("v1", "10.1.1.1/24");
        _guest.AddAddress("w1", "10.1.1.2/24");
        await gor.UntilLogAsync("now capturing v1: ");
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(1, "/new-address");
        await gor.UntilRecordAsync("/new-address");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Takes_a_device_up_again_that_was_removed_under_load(string engine)
    {
        AddVeth(1);
        AddVeth(2);
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", ":80", "--input-raw-engine", engine);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        using var stop = new CancellationTokenSource();
        Task<int> load = LoadAsync(2, stop.Token);
        for (int round = 0; round < 3; round++)
        {
            await CallAsync(1, $"/round-{round}");
            await gor.UntilRecordAsync($"/round-{round}");
            _host.Ip("link del v1");
            await gor.UntilLogAsync("v1 is gone", times: round + 1);
            AddVeth(1);
            await gor.UntilLogAsync("now capturing v1: ", times: round + 1);
        }

        await CallAsync(1, "/last");
        await gor.UntilRecordAsync("/last");
        await stop.CancelAsync();
        int calls = await load;
        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Equal(calls, gor.Count("/load"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Goes_on_when_a_device_is_down_and_up_again(string engine)
    {
        AddVeth(1);
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80", "--input-raw", "lo:80", "--input-raw-engine", engine);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        _host.Ip("link set v1 down");
        await gor.UntilLogAsync("v1 is down; it is captured again when it is up");
        _host.Ip("link set v1 up");
        await gor.UntilLogAsync("v1 is up again");
        await CallAsync(1, "/up-again");
        await gor.UntilRecordAsync("/up-again");
    }

    [Fact]
    public async Task Ends_when_no_device_is_left()
    {
        AddVeth(1);
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80");
        _host.Ip("link del v1");
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains("v1 is gone", gor.Log);
        Assert.Contains("No device is left to capture from: of 1 none has worked for 10 seconds", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task Looks_at_once_when_it_is_told_to()
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", ":80");
        AddVeth(1);
        gor.Signal("HUP");
        await gor.UntilLogAsync("now capturing v1: ");
        Assert.Equal(0, await gor.StopAsync());
    }

    private void AddVeth(int number)
    {
        _host.AddPair($"v{number}", $"w{number}", _guest);
        _host.AddAddress($"v{number}", $"10.1.{number}.1/24");
        _guest.AddAddress($"w{number}", $"10.1.{number}.2/24");
    }

    private Task CallAsync(int number, string path) => PlainServer.CallAsync(
        _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse($"10.1.{number}.1"), 80), path);

    private async Task<int> LoadAsync(int number, CancellationToken stop)
    {
        int calls = 0;
        for (; calls < 20_000 && !stop.IsCancellationRequested; calls++)
        {
            await CallAsync(number, "/load");
        }

        return calls;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gor.Tests.Cluster;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>The whole program between an API server and pods: addresses of loopback, that come and go in the cluster.</summary>
public sealed class ClusterTests
{
    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task A_new_pod_is_captured_within_two_seconds_and_a_gone_one_no_more(string engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Capturing on loopback needs Linux and root.");
        await using ApiServer api = await ApiServer.StartAsync();
        using PlainServer first = Serve("127.0.0.2", 0);
        int port = first.Place.Port;
        using PlainServer second = Serve("127.0.0.3", port);
        api.Put("deployments", ClusterJson.Workload("shop", "web", """{"matchLabels":{"app":"web"}}"""));
        await using GorProcess gor = await GorProcess.CaptureAsync(
            null, "--input-raw", $"k8s://shop/deployment/web:{port}", "--input-raw-k8s-api", api.Url, "--input-raw-k8s-account", "/nowhere", "--input-raw-engine", engine);
        Assert.Contains("no pod, so nothing is captured until there is one", gor.Log);
        await CallAsync(first, "/no-pod");

        // Calls all the time, until one is seen.
        api.Put("pods", ClusterJson.Pod("shop", "web-1", "127.0.0.2", """{"app":"web"}"""));
        Assert.InRange(await UntilCapturedAsync(gor, first, "/first"), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await CallAsync(second, "/not-yet");
        api.Put("pods", ClusterJson.Pod("shop", "web-2", "127.0.0.3", """{"app":"web"}"""));
        Assert.InRange(await UntilCapturedAsync(gor, second, "/second"), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        api.Delete("pods", "shop", "web-1");
        await gor.UntilLogAsync("1 pod: shop/web-2");
        await UntilLostAsync(gor, first);
        await CallAsync(second, "/still");
        await gor.UntilRecordAsync("/still");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal((0, 0), (gor.Count("/no-pod"), gor.Count("/not-yet")));
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task A_dry_run_says_what_is_meant_and_a_refusal_ends_the_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Capturing on loopback needs Linux and root.");
        await using ApiServer api = await ApiServer.StartAsync();
        api.Put("pods", ClusterJson.Pod("shop", "web-1", "127.0.0.2", """{"app":"web"}"""));
        string[] flags = ["--input-raw", "k8s://shop/pod/web-1:80", "--input-raw-k8s-api", api.Url, "--output-null", "--dry-run"];
        await using (GorProcess gor = GorProcess.Start(null, flags))
        {
            Assert.Equal(0, await gor.ExitAsync());
            Assert.Contains(gor.Records, line => line.Contains("tcp port 80, host 127.0.0.2", StringComparison.Ordinal)
                && line.Contains("k8s://shop/pod/web-1:80: 1 pod: shop/web-1", StringComparison.Ordinal));
        }

        api.Status = 403;
        await using GorProcess refused = GorProcess.Start(null, flags);
        Assert.Equal(1, await refused.ExitAsync());
        Assert.Contains("(403): it needs a role", refused.Log.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal));
    }

    private static PlainServer Serve(string address, int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        listener.Listen(64);
        return new PlainServer(listener);
    }

    private static Task CallAsync(PlainServer server, string path) =>
        PlainServer.CallAsync(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), server.Place, path);

    private static async Task<TimeSpan> UntilCapturedAsync(GorProcess gor, PlainServer server, string path)
    {
        var watch = Stopwatch.StartNew();
        while (gor.Count(path) == 0 && watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            await CallAsync(server, path);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return watch.Elapsed;
    }

    /// <summary>The filter is another one soon after the log says so.</summary>
    private static async Task UntilLostAsync(GorProcess gor, PlainServer server)
    {
        for (int i = 0; i < 400; i++)
        {
            string path = $"/gone-{i}-";
            await CallAsync(server, path);
            await Task.Delay(50, TestContext.Current.CancellationToken);
            if (gor.Count(path) == 0 && i > 20)
            {
                return;
            }
        }

        Assert.Fail("a pod that is gone is captured still");
    }
}

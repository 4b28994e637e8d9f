using Gor.Output;
using Gor.Replay;
using Gor.Tests.Kit;
using Gor.Tests.Replay;

namespace Gor.Tests;

public sealed class OutputReportTests
{
    [Fact]
    public async Task Says_what_went_in_and_what_came_of_it()
    {
        await using var server = new ReplayServer(_ => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        var factory = new ReplayFactory(
            1 << 20, new BundleQueues(holdBack: true, TimeProvider.System), (_, _) => { }, _ => ValueTask.CompletedTask, new Logged().Log, TimeProvider.System);
        await using IOutput output = factory.Create(new ReplayOptions { Http = new() { Addresses = [new($"http://{server.Host}", RateLimit.None)] } }).Single();
        Assert.Equal($"http://{server.Host}/: 0 in, 0 delivered, 0 lost, 0 left out, 0 waiting", OutputReport.Line(output));
        IRecordWriter writer = output.OpenWriter();
        writer.Write("1 a 5 7\nGET / HTTP/1.1\r\n\r\n\n🐵🙈🙉"u8);
        writer.Write("1 b 5 7\nCONNECT h:1 HTTP/1.1\r\n\r\n\n🐵🙈🙉"u8);
        await output.StopAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"http://{server.Host}/: 2 in, 1 delivered (1 2xx), 0 lost, 1 left out, 0 waiting; ", OutputReport.Line(output));
        Assert.Contains(" ms on average, half within ", OutputReport.Line(output));
    }
}

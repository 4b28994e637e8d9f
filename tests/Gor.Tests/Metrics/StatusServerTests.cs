using System.Net;
using Gor.Metrics;
using Gor.Tests.Kit;

namespace Gor.Tests.Metrics;

public sealed class StatusServerTests
{
    private readonly List<string> _faults = [];
    private readonly List<string> _obstacles = [];

    [Fact]
    public async Task Serves_metrics_in_both_forms()
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage metrics = await server.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        Assert.Contains("gor_a_total 1\n", await metrics.Content.ReadAsStringAsync());
        HttpResponseMessage variables = await server.Client.GetAsync("/debug/vars");
        Assert.Equal("application/json", variables.Content.Headers.ContentType!.ToString());
        Assert.Contains("\"gor_a_total\": 1", await variables.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Alive_and_ready_are_two_questions()
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(server));
        _obstacles.Add("the sink is away");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), await AskAsync(server));
        Assert.Equal("the sink is away\n", await (await server.Client.GetAsync("/readyz")).Content.ReadAsStringAsync());
        _faults.Add("a worker stands still");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), await AskAsync(server));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/debug/pprof/")]
    [InlineData("/metrics/x")]
    public async Task Says_what_there_is_where_there_is_nothing(string path)
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage answer = await server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/metrics, /debug/vars, /healthz and /readyz", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Is_for_reading_only()
    {
        await using RunningServer server = await StartAsync();
        HttpResponseMessage answer = await server.Client.PostAsync("/metrics", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private static async Task<(HttpStatusCode Alive, HttpStatusCode Ready)> AskAsync(RunningServer server) =>
        ((await server.Client.GetAsync("/healthz")).StatusCode, (await server.Client.GetAsync("/readyz")).StatusCode);

    private Task<RunningServer> StartAsync()
    {
        var source = new StatusSource(() => [Metric.Counter("gor_a_total", "One", new Sample(1))], () => _faults, () => _obstacles);
        return RunningServer.StartAsync((stderr, stop) => StatusServer.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), source, stderr, stop));
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Replay;

/// <summary>
/// How far from their times requests of a tape arrive at a server, through the whole program. The numbers of docs/goreplay.md are what
/// this writes with <c>GOR_PACING</c> set to the number of requests.
/// </summary>
public sealed class ReplayPacingTests
{
    private const string End = "\n🐵🙈🙉\n";

    /// <summary>200 a second.</summary>
    private const long PauseNs = 5_000_000;

    /// <summary>Of this many runs one is enough: a machine that is busy with other tests is late itself.</summary>
    private const int MostRuns = 3;

    [Theory]
    [InlineData(400, 1)]
    [InlineData(2000, 10)]
    public async Task Requests_arrive_when_they_are_due(int requests, int speed)
    {
        requests = Environment.GetEnvironmentVariable("GOR_PACING") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : requests;
        double median = double.MaxValue;
        for (int run = 0; run < MostRuns && median > 250; run++)
        {
            double[] errors = await ReplayAsync(requests, speed);
            median = At(50);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{requests} requests at {speed}x: error in ms, median {median:0.00}, 90 % {At(90):0.00}, 99 % {At(99):0.00}, largest {errors[^1]:0.00}"));

            double At(int percent) => errors[(errors.Length - 1) * percent / 100];
        }

        Assert.InRange(median, 0, 250);
    }

    /// <returns>How late each request was, in milliseconds, in order.</returns>
    private static async Task<double[]> ReplayAsync(int requests, int speed)
    {
        using var folder = new TemporaryFolder();
        string tape = folder.Write("tape.gor", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, requests).Select(Call))));
        var arrivals = new ConcurrentDictionary<int, long>();
        await using WebApplication server = Serve(arrivals);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using GorProcess gor = GorProcess.Start(null, "--input-file", $"{tape}|{speed * 100}%", "--output-http", server.Urls.Single());
        Assert.Equal(0, await gor.ExitAsync(TimeSpan.FromMinutes(3)));
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Contains($"{requests} = {requests} delivered", gor.Log);
        Assert.Equal(requests, arrivals.Count);

        // From the first one on, which also opened the connection: it is the median's lateness that says when the clock began.
        double[] late = [.. Enumerable.Range(0, requests).Select(i => (arrivals[i] * 1000.0 / Stopwatch.Frequency) - (i * PauseNs / 1e6 / speed))];
        double begin = late.Min();
        return [.. late.Select(ms => ms - begin).Order()];
    }

    private static string Call(int number)
    {
        Gor.Tape.TapeId id = Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes($"{number}"));
        long ns = 1_700_000_000_000_000_000 + (number * PauseNs);
        return $"1 {id} {ns} -1\nGET /{number} HTTP/1.1\r\nHost: h\r\n\r\n{End}2 {id} {ns + 1000} -1\nHTTP/1.1 204 No Content\r\n\r\n{End}";
    }

    private static WebApplication Serve(ConcurrentDictionary<int, long> arrivals)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(context =>
        {
            arrivals[int.Parse(context.Request.Path.Value![1..], CultureInfo.InvariantCulture)] = Stopwatch.GetTimestamp();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        return app;
    }
}

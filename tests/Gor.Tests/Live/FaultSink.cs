using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Live;

/// <summary>
/// A destination that can be down, slow or wrong, on one port from start to start. Remembers which calls it has taken: those whose
/// POST it answered, or meant to answer, with a 2xx.
/// </summary>
internal sealed partial class FaultSink(int port) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, int> _taken = [];
    private WebApplication? _app;
    private int _posts;

    /// <summary>What it does with a POST before it reads it; true: nothing more. The number is that of the POST, from 1.</summary>
    public Func<HttpContext, int, Task<bool>> Before { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>The status for what it has read.</summary>
    public Func<int, string, int> Status { get; set; } = (_, _) => StatusCodes.Status204NoContent;

    /// <summary>What it does between having taken the records and answering.</summary>
    public Func<HttpContext, int, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How fast it reads; 0: as fast as it can.</summary>
    public int BytesPerSecond { get; set; }

    public int Port => port;

    public string Url => $"http://127.0.0.1:{port}/message";

    public int Posts => Volatile.Read(ref _posts);

    /// <summary>The numbers of the calls that it has.</summary>
    public IReadOnlyCollection<int> Taken => [.. _taken.Keys];

    /// <summary>Calls that came again.</summary>
    public int Repeated => _taken.Values.Sum(times => times - 1);

    public async Task StartAsync(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
        await _app.StartAsync();
    }

    /// <summary>At once: what is under way is cut.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
            await app.DisposeAsync();
        }
    }

    /// <summary>The numbers of the calls in records.</summary>
    public static IEnumerable<int> NumbersIn(string records) => CallNumber().Matches(records).Select(match => int.Parse(match.Groups[1].Value));

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ServeAsync(HttpContext context)
    {
        int number = Interlocked.Increment(ref _posts);
        if (await Before(context, number))
        {
            return;
        }

        Stream bytes = await ReadAsync(context);
        await using Stream body = context.Request.Headers.ContentEncoding == "deflated"
            ? new ZLibStream(bytes, CompressionMode.Decompress)
            : bytes;
        string records = await new StreamReader(body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        context.Response.StatusCode = Status(number, records);
        if (context.Response.StatusCode is >= 200 and <= 299)
        {
            foreach (int call in NumbersIn(records))
            {
                _taken.AddOrUpdate(call, 1, (_, times) => times + 1);
            }

            await After(context, number);
        }
    }

    private async Task<Stream> ReadAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        byte[] piece = new byte[4096];
        while (await context.Request.Body.ReadAsync(piece, context.RequestAborted) is > 0 and int length)
        {
            bytes.Write(piece, 0, length);
            int pace = BytesPerSecond;
            if (pace > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)length / pace), context.RequestAborted);
            }
        }

        bytes.Position = 0;
        return bytes;
    }

    [GeneratedRegex(@"""request_url"",""http://[^""/]+/call/(\d+)""")]
    private static partial Regex CallNumber();
}

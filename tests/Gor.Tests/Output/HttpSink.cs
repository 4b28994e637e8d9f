using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Output;

/// <summary>A real HTTP server that keeps what is posted, where the test's own answer does not forbid it.</summary>
internal sealed class HttpSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<PostSeen, HttpContext, Task> _answer;
    private readonly ConcurrentQueue<PostSeen> _posts = [];
    private readonly ConcurrentQueue<string> _records = [];
    private int _number;

    private HttpSink(Func<PostSeen, HttpContext, Task> answer, int port, X509Certificate2? certificate)
    {
        _answer = answer;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public string Url => $"{_app.Urls.Single()}/message";

    /// <summary>All of them, whatever was answered.</summary>
    public IReadOnlyList<PostSeen> Posts => [.. _posts];

    /// <summary>What was answered with a 2xx.</summary>
    public IReadOnlyList<string> Records => [.. _records];

    /// <param name="answer">Sets the status, or whatever else a faulty sink does; without: 204.</param>
    public static async Task<HttpSink> StartAsync(
        Func<PostSeen, HttpContext, Task>? answer = null, int port = 0, X509Certificate2? certificate = null)
    {
        var sink = new HttpSink(answer ?? ((_, _) => Task.CompletedTask), port, certificate);
        await sink._app.StartAsync();
        return sink;
    }

    public static Task<HttpSink> StartAsync(Action<PostSeen, HttpContext> answer) => StartAsync((post, context) =>
    {
        answer(post, context);
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var post = new PostSeen(Interlocked.Increment(ref _number), context.Request.Path, headers, body.ToArray());
        _posts.Enqueue(post);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        await _answer(post, context);
        if (context.Response.StatusCode is >= 200 and <= 299)
        {
            foreach (string record in post.Records)
            {
                _records.Enqueue(record);
            }
        }
    }
}

using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gor.Load;

/// <summary>The web server that is listened to. Its access log is a number: <c>GET /count</c>.</summary>
internal static class WebApp
{
    private static readonly Dictionary<string, JsonBodies> Bodies =
        new[] { 2, 10, 100 }.ToDictionary(size => $"/items/{size}", size => new JsonBodies(size * 1000));

    private static long _answered;

    public static async Task RunAsync(IPEndPoint listen, CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listen));
        await using WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(stop);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path;
        if (path == "/count")
        {
            await context.Response.WriteAsync(Volatile.Read(ref _answered).ToString(CultureInfo.InvariantCulture));
            return;
        }

        await context.Request.Body.CopyToAsync(Stream.Null);
        byte[] body = Bodies.TryGetValue(path, out JsonBodies? bodies) ? bodies.Next() : "{\"items\":[]}"u8.ToArray();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
        Interlocked.Increment(ref _answered);
    }
}

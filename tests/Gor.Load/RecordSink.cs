using System.Globalization;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gor.Load;

/// <summary>A Resurface endpoint that counts: <c>GET /count</c> tells the records, <c>GET /bytes</c> the bytes that were sent.</summary>
internal static class RecordSink
{
    private static long _records;
    private static long _bytes;

    public static async Task RunAsync(IPEndPoint listen, CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(listen);
        });
        await using WebApplication app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync(stop);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None);
    }

    private static async Task TakeAsync(HttpContext context)
    {
        string path = context.Request.Path;
        if (path is "/count" or "/bytes")
        {
            long number = path == "/count" ? Volatile.Read(ref _records) : Volatile.Read(ref _bytes);
            await context.Response.WriteAsync(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        bool isCompressed = context.Request.Headers.ContentEncoding.Count > 0;
        await using Stream content = isCompressed ? new ZLibStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        Interlocked.Add(ref _records, await CountLinesAsync(content));
        Interlocked.Add(ref _bytes, context.Request.ContentLength ?? 0);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<long> CountLinesAsync(Stream content)
    {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        int read;
        while ((read = await content.ReadAsync(buffer)) > 0)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }
}

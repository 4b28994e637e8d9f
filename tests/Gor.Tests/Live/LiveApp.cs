using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gor.Tests.Live;

/// <summary>A real web server whose answers have each framing and coding that a server of our days sends.</summary>
internal sealed class LiveApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly Socket? _listener;

    private LiveApp(Socket? listener)
    {
        _listener = listener;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            if (listener is null)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            }
            else
            {
                kestrel.ListenHandle((ulong)listener.Handle, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public IPEndPoint Place => (IPEndPoint?)_listener?.LocalEndPoint ?? new(IPAddress.Loopback, new Uri(_app.Urls.Single()).Port);

    /// <param name="listener">A listening socket of another network; null for loopback.</param>
    public static async Task<LiveApp> StartAsync(Socket? listener = null)
    {
        var app = new LiveApp(listener);
        await app._app.StartAsync();
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ServeAsync(HttpContext context)
    {
        using var received = new MemoryStream();
        await context.Request.Body.CopyToAsync(received);
        int id = int.Parse(context.Request.Query["id"]!);
        int size = int.TryParse(context.Request.Query["size"], out int asked) ? asked : 0;
        byte[] body = Encoding.UTF8.GetBytes(LiveCall.Text(id, size));
        HttpResponse response = context.Response;
        response.Headers["x-call"] = $"{id}";
        response.ContentType = "text/plain";
        switch (context.Request.Path)
        {
            case "/nothing":
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case "/unchanged":
                response.StatusCode = StatusCodes.Status304NotModified;
                response.Headers.ETag = "\"v1\"";
                break;
            case "/echo":
                response.StatusCode = StatusCodes.Status201Created;
                response.ContentType = context.Request.ContentType;
                await WriteWholeAsync(response, received.ToArray());
                break;
            case "/chunks":
                foreach (byte[] piece in body.Chunk(997))
                {
                    await response.Body.WriteAsync(piece);
                    await response.Body.FlushAsync();
                }

                break;
            case "/gzip":
                await WriteCodedAsync(response, "gzip", target => new GZipStream(target, CompressionLevel.Fastest), body);
                break;
            case "/br":
                await WriteCodedAsync(response, "br", target => new BrotliStream(target, CompressionLevel.Fastest), body);
                break;
            case "/missing":
                response.StatusCode = StatusCodes.Status404NotFound;
                await WriteWholeAsync(response, body);
                break;
            case "/broken":
                response.StatusCode = StatusCodes.Status500InternalServerError;
                await WriteWholeAsync(response, body);
                break;
            default:
                await WriteWholeAsync(response, body);
                break;
        }
    }

    private static async Task WriteWholeAsync(HttpResponse response, byte[] body)
    {
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    private static async Task WriteCodedAsync(HttpResponse response, string coding, Func<Stream, Stream> encode, byte[] body)
    {
        response.Headers.ContentEncoding = coding;
        await using Stream encoder = encode(response.Body);
        await encoder.WriteAsync(body);
    }
}

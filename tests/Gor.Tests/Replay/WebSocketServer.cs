using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Replay;

/// <summary>A real server of WebSockets that keeps the messages.</summary>
internal sealed class WebSocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<string> _messages = [];
    private CancellationTokenSource _end = new();

    private WebSocketServer(bool isSecure)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        using var key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = isSecure ? X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null) : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (_certificate is not null)
            {
                listen.UseHttps(_certificate);
            }
        }));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(ServeAsync);
    }

    public IReadOnlyCollection<string> Messages => _messages;

    public string? Authorization { get; private set; }

    public static async Task<WebSocketServer> StartAsync(bool isSecure)
    {
        var server = new WebSocketServer(isSecure);
        await server._app.StartAsync();
        return server;
    }

    /// <param name="user">What stands in front of the host.</param>
    public string Url(string user)
    {
        string url = $"{_app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)}/calls";
        return user.Length == 0 ? url : url.Replace("://", $"://{user}@", StringComparison.Ordinal);
    }

    public void EndAll() => Interlocked.Exchange(ref _end, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
        _certificate?.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        CancellationToken end = _end.Token;
        Authorization = context.Request.Headers.Authorization;
        using WebSocket webSocket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] room = new byte[1 << 16];
        try
        {
            while (await webSocket.ReceiveAsync(room, end) is { MessageType: WebSocketMessageType.Binary, EndOfMessage: true } received)
            {
                _messages.Enqueue(Encoding.UTF8.GetString(room, 0, received.Count));
            }

            await webSocket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            webSocket.Abort();
        }
    }
}

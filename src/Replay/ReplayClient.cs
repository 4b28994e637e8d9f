using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gor.Tape;

namespace Gor.Replay;

/// <summary>Sends requests again, each once, and reads what is answered to its end. Any thread; nothing that a network or a server does throws.</summary>
internal sealed class ReplayClient : IDisposable
{
    private static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(5);

    private readonly ReplayTarget _target;
    private readonly HttpReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;

    /// <param name="workers">Requests at once.</param>
    /// <param name="connected">Told both ends of each connection.</param>
    public ReplayClient(Uri url, int workers, HttpReplayOptions options, Action<EndPoint?, EndPoint?> connected, TimeProvider time)
    {
        _target = new ReplayTarget(url, options.KeepsHost);
        _options = options;
        _time = time;
        var trust = new SslClientAuthenticationOptions();
        if (options.SkipsVerify)
        {
            trust.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = options.Redirects > 0,
            MaxAutomaticRedirections = Math.Max(1, options.Redirects),
            ConnectCallback = (context, stop) => ConnectAsync(context, connected, stop),
            MaxConnectionsPerServer = workers,
            PooledConnectionIdleTimeout = options.WorkerTimeout,
            PooledConnectionLifetime = ConnectionAge,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            SslOptions = trust,
            UseCookies = false,
            UseProxy = !url.IsLoopback,
        });
    }

    /// <returns>What came of it.</returns>
    /// <exception cref="OperationCanceledException">Only for <paramref name="stop"/>.</exception>
    public async Task<ReplayAnswer> SendAsync(TapedRequest taped, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await ExchangeAsync(taped, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ReplayAnswer { Error = $"no answer within {_options.Timeout.TotalSeconds:0.#} s" };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return new ReplayAnswer { Error = e.GetBaseException().Message };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<ReplayAnswer> ExchangeAsync(TapedRequest taped, CancellationToken stop)
    {
        DateTimeOffset now = _time.GetUtcNow();
        long begun = _time.GetTimestamp();
        using HttpRequestMessage request = _target.Request(taped);
        using HttpResponseMessage response = await _invoker.SendAsync(request, stop);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            // What follows is no body, and has no end.
            return new ReplayAnswer { Status = (int)response.StatusCode };
        }

        using var kept = new MemoryStream();
        bool isWhole = await ReadAsync(await response.Content.ReadAsStreamAsync(stop), kept, _options.TracksResponses ? _options.ResponseLimit : 0, stop);
        if (!_options.TracksResponses)
        {
            return new ReplayAnswer { Status = (int)response.StatusCode };
        }

        var header = new TapeHeader(
            TapeKind.ReplayedResponse, taped.Id, (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, (long)_time.GetElapsedTime(begun).TotalNanoseconds);
        ReadOnlyMemory<byte> body = kept.GetBuffer().AsMemory(0, (int)kept.Length);
        return new ReplayAnswer
        {
            Status = (int)response.StatusCode,
            Message = ReplayedResponse.Write(header, response, body, isWhole, isOfHead: taped.Method == "HEAD"),
        };
    }

    /// <summary>To the end, so that the connection can be used again.</summary>
    /// <returns>False where more came than is kept.</returns>
    private static async Task<bool> ReadAsync(Stream body, MemoryStream kept, int limit, CancellationToken stop)
    {
        byte[] piece = new byte[16 << 10];
        long length = 0;
        for (int read; (read = await body.ReadAsync(piece, stop)) > 0; length += read)
        {
            kept.Write(piece, 0, (int)Math.Min(read, limit - kept.Length));
        }

        return length == kept.Length;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Action<EndPoint?, EndPoint?> connected, CancellationToken stop)
    {
        // A server may redirect to where TLS is spoken.
        if (context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps && OpenSsl.IsMissing)
        {
            throw new IOException($"https {OpenSsl.Remedy}");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            connected(socket.LocalEndPoint, socket.RemoteEndPoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

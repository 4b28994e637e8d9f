using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Gor.Replay;

/// <summary>Messages over a WebSocket (RFC 6455): each one binary message, without the separator. What comes back is passed over.</summary>
internal sealed class WebSocketTapeConnection : ITapeConnection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _webSocket;
    private readonly HttpMessageInvoker _invoker;
    private readonly Socket _socket;
    private readonly Task _receiving;

    private WebSocketTapeConnection(ClientWebSocket webSocket, HttpMessageInvoker invoker, Socket socket)
    {
        _webSocket = webSocket;
        _invoker = invoker;
        _socket = socket;
        _receiving = Task.Run(ReceiveAllAsync);
    }

    public bool IsOpen => _webSocket.State == WebSocketState.Open && !_receiving.IsCompleted;

    /// <param name="target"><c>ws</c> or <c>wss</c>; a user's name and password become Basic credentials.</param>
    /// <param name="connected">Told both ends.</param>
    /// <exception cref="IOException">There is nobody, or no WebSocket.</exception>
    public static async Task<ITapeConnection> OpenAsync(
        Uri target, SslClientAuthenticationOptions trust, Action<EndPoint?, EndPoint?> connected, CancellationToken stop)
    {
        Socket? socket = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ConnectTimeout);
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = trust,
            UseProxy = !target.IsLoopback,
            ConnectCallback = async (context, token) =>
            {
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, token);
                connected(socket.LocalEndPoint, socket.RemoteEndPoint);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var webSocket = new ClientWebSocket();
        try
        {
            if (target.UserInfo.Length > 0)
            {
                byte[] credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(target.UserInfo));
                webSocket.Options.SetRequestHeader("Authorization", new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials)).ToString());
            }

            await webSocket.ConnectAsync(target, invoker, patience.Token);
            return new WebSocketTapeConnection(webSocket, invoker, socket!);
        }
        catch (Exception e)
        {
            webSocket.Dispose();
            invoker.Dispose();
            socket?.Dispose();
            throw e is WebSocketException ? new IOException(e.GetBaseException().Message, e)
                : e is OperationCanceledException && !stop.IsCancellationRequested ? new IOException($"no WebSocket within {ConnectTimeout.TotalSeconds:0} s", e)
                : e;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> messages, CancellationToken stop)
    {
        try
        {
            while (!messages.IsEmpty)
            {
                int length = TapeSplitter.LengthOfFirst(messages.Span);
                int content = length - (messages.Span[..length].EndsWith(Tape.TapeSeparator.Bytes) ? Tape.TapeSeparator.Bytes.Length : 0);
                await _webSocket.SendAsync(messages[..content], WebSocketMessageType.Binary, endOfMessage: true, stop);
                messages = messages[length..];
            }

            await TcpProgress.WaitAsync(_socket, stop);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            throw new IOException(e.GetBaseException().Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(FarewellTimeout);
            await _webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
            await _receiving.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
        }

        _webSocket.Dispose();
        _invoker.Dispose();
        await _receiving;
    }

    /// <summary>Somebody must read, or pings are not answered and the end is not seen.</summary>
    private async Task ReceiveAllAsync()
    {
        byte[] unread = new byte[4096];
        try
        {
            while ((await _webSocket.ReceiveAsync(unread.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
        }
    }
}

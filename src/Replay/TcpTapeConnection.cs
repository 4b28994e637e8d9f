using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Gor.Replay;

/// <summary>Messages over TCP, in clear text or over TLS, as <c>--input-tcp</c> takes them.</summary>
internal sealed class TcpTapeConnection : ITapeConnection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly Stream _stream;

    private TcpTapeConnection(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    public bool IsOpen => TcpProgress.IsOpen(_socket);

    /// <param name="trust">Null: in clear text.</param>
    /// <param name="connected">Told both ends.</param>
    /// <exception cref="IOException">There is nobody, or the certificate is not trusted; the message says which.</exception>
    public static async Task<ITapeConnection> OpenAsync(
        DnsEndPoint address, SslClientAuthenticationOptions? trust, Action<EndPoint?, EndPoint?> connected, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(address, patience.Token);
            connected(socket.LocalEndPoint, socket.RemoteEndPoint);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (trust is null)
            {
                return new TcpTapeConnection(socket, plain);
            }

            var secure = new SslStream(plain);
            await secure.AuthenticateAsClientAsync(trust, patience.Token);
            return new TcpTapeConnection(socket, secure);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is OperationCanceledException && !stop.IsCancellationRequested
                ? new IOException($"no connection within {ConnectTimeout.TotalSeconds:0} s", e)
                : e;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> messages, CancellationToken stop)
    {
        await _stream.WriteAsync(messages, stop);
        await _stream.FlushAsync(stop);
        await TcpProgress.WaitAsync(_socket, stop);
    }

    /// <summary>Says that no more comes and waits for the other side's end: a connection that is torn down may take along what it carried.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(FarewellTimeout);
            if (_stream is SslStream secure)
            {
                await secure.ShutdownAsync().WaitAsync(patience.Token);
            }

            _socket.Shutdown(SocketShutdown.Send);
            byte[] rest = new byte[4096];
            while (await _socket.ReceiveAsync(rest, patience.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
        }

        await _stream.DisposeAsync();
    }
}

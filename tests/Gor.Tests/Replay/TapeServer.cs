using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Tests.Kit;

namespace Gor.Tests.Replay;

/// <summary>A real TCP server that keeps what comes, and breaks connections where the test wants it.</summary>
internal sealed class TapeServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentBag<Socket> _clients = [];
    private readonly StringBuilder _received = new();
    private readonly Task _accepting;

    public TapeServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    public string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    public Task UntilAsync(string text) => Eventually.TrueAsync(() => Received.Contains(text, StringComparison.Ordinal));

    /// <summary>As a process that is killed does it.</summary>
    public void BreakAll()
    {
        while (_clients.TryTake(out Socket? client))
        {
            try
            {
                client.LingerState = new LingerOption(true, 0);

                // At once; a close waits for the read that is under way.
                client.Shutdown(SocketShutdown.Both);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
            }

            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        BreakAll();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                Connections++;
                _clients.Add(client);
                _ = ReadAllAsync(new NetworkStream(client, ownsSocket: true));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task ReadAllAsync(NetworkStream stream)
    {
        byte[] piece = new byte[4096];
        try
        {
            await using (stream)
            {
                for (int length; (length = await stream.ReadAsync(piece)) > 0;)
                {
                    lock (_received)
                    {
                        _received.Append(Encoding.UTF8.GetString(piece, 0, length));
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gor.Tests.Kit;

/// <summary>An HTTP server on a socket that somebody else made, and a client likewise: so that they can live in other networks.</summary>
internal sealed class PlainServer : IDisposable
{
    private readonly Socket _listener;

    public PlainServer(Socket listener)
    {
        _listener = listener;
        _ = AcceptAsync();
    }

    public IPEndPoint Place => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>One call on a connection of its own.</summary>
    public static async Task CallAsync(Socket client, IPEndPoint server, string path)
    {
        using (client)
        {
            await client.ConnectAsync(server);
            await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"));
            byte[] buffer = new byte[4096];
            while (await client.ReceiveAsync(buffer) > 0)
            {
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await _listener.AcceptAsync();
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(connection);
        }
    }

    private static async Task AnswerAsync(Socket connection)
    {
        using (connection)
        {
            byte[] buffer = new byte[4096];
            int length = 0;
            try
            {
                while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                {
                    int read = await connection.ReceiveAsync(buffer.AsMemory(length));
                    if (read == 0)
                    {
                        return;
                    }

                    length += read;
                }

                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray());
                connection.Shutdown(SocketShutdown.Send);
                await connection.ReceiveAsync(buffer);
            }
            catch (SocketException)
            {
                // The device below is gone.
            }
        }
    }
}

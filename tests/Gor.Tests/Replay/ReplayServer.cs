using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gor.Tests.Replay;

/// <summary>A server that keeps each request as it stands on the wire, and answers as the test says; one call a connection.</summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly Func<string, string?> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="answer">The response to a request; null for none, ever.</param>
    public ReplayServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<string> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        // First no more is accepted: between two accepts a closed listener throws what it throws where it was never started.
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);

                // On a thread of its own: where the request is there already, the answer would be made here, and may wait for the next client.
                _ = Task.Run(() => ServeAsync(client, _end.Token));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        {
            byte[] piece = new byte[64 << 10];
            string request = "";
            try
            {
                while (!IsWhole(request))
                {
                    int length = await client.GetStream().ReadAsync(piece, end);
                    if (length == 0)
                    {
                        return;
                    }

                    request += Encoding.Latin1.GetString(piece, 0, length);
                }

                _requests.Enqueue(request);
                if (_answer(request) is { } answer)
                {
                    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), end);
                }
                else
                {
                    await Task.Delay(Timeout.Infinite, end);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
            }
        }
    }

    private static bool IsWhole(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..] ?? "0";
        return end >= 0 && (request.Contains("chunked") ? request.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : request.Length - end - 4 >= int.Parse(length));
    }
}

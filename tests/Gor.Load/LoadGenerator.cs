using System.Diagnostics;
using System.Net.Http.Headers;

namespace Gor.Load;

/// <summary>
/// Calls the web server on keep-alive connections, each call behind the answer to the one before on its connection:
/// 13.4 KB of JSON a call, one call in ten a POST of 2 KB.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    /// <summary>KB of the answers, in turn.</summary>
    private static readonly int[] Sizes = [2, 2, 10, 2, 2, 2, 100, 2, 10, 2, 2, 2, 10, 2, 2, 100, 2, 2, 10, 2];

    private readonly Uri _server;
    private readonly int _connections;
    private readonly HttpClient _client;
    private readonly JsonBodies _bodies = new(2000);
    private long _begun;

    public LoadGenerator(Uri server, int connections)
    {
        _server = server;
        _connections = connections;
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false });
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) Gor.Load/1.0");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/plain;q=0.9, */*;q=0.8");
        _client.DefaultRequestHeaders.Add("Cookie", "session=4f1c2d9e8b7a6f5e4d3c2b1a09f8e7d6; theme=dark; locale=de-DE");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsb2FkIn0.c2lnbmF0dXJl");
    }

    /// <summary>Calls until so many are answered, or the time is over.</summary>
    /// <param name="callsPerSecond">0: as fast as it goes.</param>
    /// <returns>Calls that were answered.</returns>
    public async Task<long> RunAsync(long calls, double callsPerSecond, TimeSpan time)
    {
        _begun = 0;
        long start = Stopwatch.GetTimestamp();
        long[] answered = await Task.WhenAll(Enumerable.Range(0, _connections).Select(_ => Task.Run(() => CallInTurnAsync(calls, callsPerSecond, start, time))));
        return answered.Sum();
    }

    public void Dispose() => _client.Dispose();

    private async Task<long> CallInTurnAsync(long calls, double callsPerSecond, long start, TimeSpan time)
    {
        long answered = 0;
        for (long number; (number = Interlocked.Increment(ref _begun)) <= calls && Stopwatch.GetElapsedTime(start) < time; answered++)
        {
            if (callsPerSecond > 0)
            {
                TimeSpan wait = TimeSpan.FromSeconds(number / callsPerSecond) - Stopwatch.GetElapsedTime(start);
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            }

            await CallAsync(number);
        }

        return answered;
    }

    private async Task CallAsync(long number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server, $"/items/{Sizes[number % Sizes.Length]}?page={number}&sort=created"));
        if (number % 10 == 0)
        {
            request.Method = HttpMethod.Post;
            request.Content = new ByteArrayContent(_bodies.Next());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
    }
}

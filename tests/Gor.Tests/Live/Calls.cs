using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Gor.Tests.Live;

/// <summary>
/// An application on loopback and its clients: so many calls a second, each with a number of its own in its path. A call counts
/// once its client has the whole answer.
/// </summary>
internal sealed class Calls : IAsyncDisposable
{
    private const int Clients = 8;

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<int> _answered = [];
    private readonly Stopwatch _watch = new();
    private readonly int _perSecond;
    private readonly byte[] _body;
    private Task _calling = Task.CompletedTask;
    private int _number;

    private Calls(int perSecond, byte[] body)
    {
        _perSecond = perSecond;
        _body = body;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context => context.Response.Body.WriteAsync(_body, context.RequestAborted).AsTask());
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>The numbers of the calls that were answered.</summary>
    public IReadOnlyList<int> Answered => [.. _answered];

    public TimeSpan Lasted => _watch.Elapsed;

    public double Rate => _answered.Count / Math.Max(0.001, _watch.Elapsed.TotalSeconds);

    /// <param name="body">What the application answers.</param>
    public static async Task<Calls> ListenAsync(int perSecond, byte[] body)
    {
        var calls = new Calls(perSecond, body);
        await calls._app.StartAsync();
        return calls;
    }

    /// <summary>Calls until <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        _watch.Start();
        _calling = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(CallAsync)));
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        _watch.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Each client takes the next number, and waits until its time has come.</summary>
    private async Task CallAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
        while (!_stop.IsCancellationRequested)
        {
            int number = Interlocked.Increment(ref _number);
            TimeSpan due = TimeSpan.FromSeconds((double)number / _perSecond) - _watch.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            await client.GetByteArrayAsync($"/call/{number}");
            _answered.Enqueue(number);
        }
    }
}

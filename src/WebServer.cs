using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor;

/// <summary>Kestrel with one handler for every request, and without what a host reads from files and variables.</summary>
internal static class WebServer
{
    private const int MostConnections = 256;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Serves until <paramref name="stop"/>; prints on <paramref name="stderr"/> where, or why it cannot.</summary>
    /// <param name="name">Begins every line: <c>gor collect</c>.</param>
    /// <param name="bodyLimit">Bytes of a request's body on the wire.</param>
    /// <returns>The exit code: 0, or 1 where the address cannot be had.</returns>
    public static async Task<int> RunAsync(
        string name, IPEndPoint listen, long bodyLimit, RequestDelegate handler, TextWriter stderr, CancellationToken stop)
    {
        await using WebApplication app = Build(listen, bodyLimit);
        app.Run(handler);
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await stderr.WriteLineAsync(
                $"{name}: cannot listen on {listen}: {e.GetBaseException().Message}; stop what listens there, or name another address with a port above 1023");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        await stderr.WriteLineAsync($"{name}: listening on {string.Join(", ", app.Urls)}");
        await Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        using var grace = new CancellationTokenSource(Grace);
        try
        {
            await app.StopAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            await stderr.WriteLineAsync($"{name}: requests that were still under way are cut");
        }

        return 0;
    }

    private static WebApplication Build(IPEndPoint listen, long bodyLimit)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bodyLimit;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            if (listen.Address.Equals(IPAddress.IPv6Any))
            {
                kestrel.ListenAnyIP(listen.Port);
            }
            else
            {
                kestrel.Listen(listen);
            }
        });
        return builder.Build();
    }
}

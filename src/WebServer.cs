using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gor;

/// <summary>Kestrel with one handler for every request, and without a host: nothing is read from files and variables, and less is in the binary.</summary>
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
        using KestrelServer server = Build(listen, bodyLimit);
        try
        {
            await server.StartAsync(new WebHandler(handler), stop);
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

        await stderr.WriteLineAsync($"{name}: listening on {string.Join(", ", server.Features.Get<IServerAddressesFeature>()!.Addresses)}");
        await Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        using var grace = new CancellationTokenSource(Grace);
        await server.StopAsync(grace.Token);
        if (grace.IsCancellationRequested)
        {
            await stderr.WriteLineAsync($"{name}: requests that were still under way are cut");
        }

        return 0;
    }

    private static KestrelServer Build(IPEndPoint listen, long bodyLimit)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = bodyLimit;
        options.Limits.MaxConcurrentConnections = MostConnections;
        if (listen.Address.Equals(IPAddress.IPv6Any))
        {
            options.ListenAnyIP(listen.Port);
        }
        else
        {
            options.Listen(listen);
        }

        var transport = new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Microsoft.Extensions.Options.Options.Create(options), transport, NullLoggerFactory.Instance);
    }
}

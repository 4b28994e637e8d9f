using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gor.Load;

/// <summary>Another process of this program that serves: <see cref="WebApp"/> or <see cref="RecordSink"/>, on a free port of loopback.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly HttpClient Client = new();

    private readonly Subject _process;

    private Peer(Subject process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public static async Task<Peer> StartAsync(string role)
    {
        int port = FreePort();
        return new Peer(await Subject.StartReadyAsync([Environment.ProcessPath!, role, $"127.0.0.1:{port}"], "ready"), port);
    }

    /// <summary>A number that it tells: <c>/count</c>, <c>/bytes</c>.</summary>
    public async Task<long> AskAsync(string path) => long.Parse(await Client.GetStringAsync(new Uri(Url, path)), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

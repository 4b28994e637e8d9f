
namespace Gor.Replay;

/// <summary>The outputs in GoReplay's format.</summary>
internal sealed record ReplayOptions
{
    /// <summary><c>--output-stdout</c>.</summary>
    public bool Stdout { get; init; }

    /// <summary>Paths with variables.</summary>
    public IReadOnlyList<LimitedAddress> Paths { get; init; } = [];

    public TapeFileSettings FileSettings { get; init; } = new();

    /// <summary><c>--output-tcp</c>.</summary>
    public RemoteOptions Tcp { get; init; } = new();

    /// <summary><c>--output-http</c>.</summary>
    public HttpReplayOptions Http { get; init; } = new();

    /// <summary><c>--output-ws</c>.</summary>
    public RemoteOptions WebSocket { get; init; } = new();

    /// <summary>What the outputs would be called.</summary>
    public IEnumerable<string> Names =>
    [
        .. Stdout ? ["stdout"] : Array.Empty<string>(),
        .. Paths.Select(file => file.Address),
        .. Tcp.Addresses.Select(remote => RemoteName.OfTcp(remote.Address)),
        .. WebSocket.Addresses.Concat(Http.Addresses).Select(remote => RemoteName.OfUrl(new Uri(remote.Address))),
    ];

    /// <summary>Outputs.</summary>
    public int Count => (Stdout ? 1 : 0) + Paths.Count + Tcp.Addresses.Count + WebSocket.Addresses.Count + Http.Addresses.Count;

    public bool HasAny => Count > 0;

    /// <summary>True where answers of servers go to other outputs.</summary>
    public bool TracksResponses => Http is { TracksResponses: true, Addresses.Count: > 0 };
}

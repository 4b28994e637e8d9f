using System.Net;

namespace Gor.Collector;

internal sealed record CollectOptions
{
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 4001);

    /// <summary>A file that gets the records, <c>-</c> for standard output; empty: one readable line a call there instead.</summary>
    public string Output { get; init; } = "";

    /// <summary>Bytes of one POST's body, decoded as well as on the wire.</summary>
    public int BodyLimit { get; init; } = 64 << 20;
}

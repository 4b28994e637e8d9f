using System.Net;

namespace Gor.Cli;

/// <summary><c>gor collect</c>: receive records.</summary>
internal sealed record CollectCommand : Command
{
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 4001);

    /// <summary>A file that gets the records, <c>-</c> for stdout; empty: one readable line a call on stdout instead.</summary>
    public string Output { get; init; } = "";
}

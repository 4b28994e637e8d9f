using System.Globalization;
using System.Net;

namespace Gor.Cli;

/// <summary>Where a server of ours listens: <c>127.0.0.1:4001</c>, <c>[::1]:4001</c>, <c>localhost:4001</c>, <c>:4001</c> (everywhere).</summary>
internal static class ListenAddress
{
    private const string Forms = "expected ADDRESS:PORT, like 127.0.0.1:4001, [::1]:4001, or :4001 for every address of this host";

    public static bool TryParse(string text, out IPEndPoint value, out string? error)
    {
        value = new IPEndPoint(IPAddress.Loopback, 0);
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            error = Forms;
            return false;
        }

        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            error = "expected a port from 0 to 65535 behind the last colon";
            return false;
        }

        string host = text[..colon];
        IPAddress? address = host switch
        {
            // Go's ":8000": IPv4 and IPv6.
            "" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            ['[', .., ']'] => IPAddress.TryParse(host[1..^1], out IPAddress? v6) ? v6 : null,
            _ when !host.Contains(':', StringComparison.Ordinal) => IPAddress.TryParse(host, out IPAddress? v4) ? v4 : null,
            _ => null,
        };

        error = address is null ? Forms : null;
        value = new IPEndPoint(address ?? IPAddress.Loopback, port);
        return address is not null;
    }
}

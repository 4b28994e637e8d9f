using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>The grammar of <see cref="InputAddress"/>. Errors are a <see cref="FormatException"/> whose message is a phrase for the user.</summary>
internal static class InputAddressGrammar
{
    private const string ClusterScheme = "k8s://";
    private const string Forms = "expected [DEVICE|HOST|FILE][:PORTS], like :8080, eth0:80,8080, 127.0.0.1:80, [::1]:80 or calls.pcap";

    public static InputAddress Read(string text, bool isFile)
    {
        string trimmed = text.Trim();
        int bar = CaptureFileName.IsOne(trimmed) ? -1 : trimmed.IndexOf('|', StringComparison.Ordinal);
        return bar < 0
            ? ReadAddress(text, trimmed, isFile)
            : ReadAddress(text, trimmed[..bar].TrimEnd(), isFile) with { Limit = InputLimit.Parse(trimmed[(bar + 1)..]) };
    }

    private static InputAddress ReadAddress(string text, string trimmed, bool isFile)
    {
        if (trimmed.StartsWith(ClusterScheme, StringComparison.OrdinalIgnoreCase))
        {
            return ReadCluster(text, trimmed[ClusterScheme.Length..]);
        }

        RefuseForeignForms(trimmed);
        if (CaptureFileName.IsOne(trimmed) || (isFile && !EndsInPorts(trimmed)))
        {
            return Of(text, InputKind.File, trimmed, "");
        }

        (string target, string ports) = trimmed.StartsWith('[') ? SplitBracketed(trimmed) : Split(trimmed);
        if (isFile || CaptureFileName.IsOne(target))
        {
            return Of(text, InputKind.File, target, ports);
        }

        return target switch
        {
            "" or "*" => Of(text, InputKind.EveryDevice, "", ports),
            "localhost" => Of(text, InputKind.Host, target, ports),
            _ when target.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(target, out IPAddress? host) => IsUnspecified(host)
                ? Of(text, InputKind.EveryDevice, "", ports)
                : Of(text, InputKind.Host, host.ToString(), ports),
            _ => Of(text, InputKind.Device, target, ports),
        };
    }

    /// <summary>The colon behind it, which GoReplay needs, may be left out where there are no ports.</summary>
    private static InputAddress ReadCluster(string text, string target)
    {
        int colon = target.LastIndexOf(':');
        string name = colon < 0 ? target : target[..colon];
        return Of(text, InputKind.Cluster, name, colon < 0 ? "" : target[(colon + 1)..]) with { Cluster = ClusterTarget.Parse(name) };
    }

    private static InputAddress Of(string text, InputKind kind, string target, string ports) =>
        new() { Text = text, Kind = kind, Target = target, Ports = PortsOf(ports) };

    private static bool IsUnspecified(IPAddress host) => host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any);

    private static void RefuseForeignForms(string text)
    {
        string? problem = text switch
        {
            "" => $"is empty; {Forms}",
            _ when text.Contains("://", StringComparison.Ordinal) => $"a URL is not something to capture; {Forms}",
            _ => null,
        };
        if (problem is not null)
        {
            throw new FormatException(problem);
        }
    }

    /// <summary><c>[::1]:80</c>; an IPv6 address without brackets cannot be told from its ports.</summary>
    private static (string Target, string Ports) SplitBracketed(string text)
    {
        int close = text.IndexOf(']', StringComparison.Ordinal);
        string rest = close < 0 ? "" : text[(close + 1)..];
        bool isHost = close > 0 && IPAddress.TryParse(text[1..close], out IPAddress? host)
            && host.AddressFamily == AddressFamily.InterNetworkV6;
        if (!isHost || rest is not ("" or [':', ..]))
        {
            throw new FormatException("expected an IPv6 address within the brackets and the ports behind them, like [::1]:80");
        }

        return (text[1..close], rest.TrimStart(':'));
    }

    private static (string Target, string Ports) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        string target = colon < 0 ? "" : text[..colon].TrimEnd();
        if (target.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(target, out _) || IPAddress.TryParse(text, out IPAddress? whole)
            && whole.AddressFamily == AddressFamily.InterNetworkV6)
        {
            throw new FormatException("an IPv6 address needs brackets, like [::1]:80");
        }

        return colon >= 0 ? (target, text[(colon + 1)..]) : IsPortList(text) ? ("", text) : (text, "");
    }

    private static bool EndsInPorts(string text) => text.LastIndexOf(':') is int colon and >= 0 && IsPortList(text[(colon + 1)..]);

    private static bool IsPortList(string text) => text.AsSpan().IndexOfAnyExcept("0123456789, ") < 0;

    /// <summary>Empty and 0 are all ports, as in GoReplay.</summary>
    private static int[] PortsOf(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        int[] ports = [.. text.Split(',').Select(PortOf).Distinct()];
        return ports.Contains(0) ? [] : ports;
    }

    private static int PortOf(string text)
    {
        string port = text.Trim();
        if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= IPEndPoint.MaxPort)
        {
            return number;
        }

        throw new FormatException(port.Length > 0 && port.All(char.IsAsciiDigit)
            ? $"there is no port {(port.Length > 20 ? port[..20] + "…" : port)}: ports are 1 to {IPEndPoint.MaxPort}, like :8080 or eth0:80,8080"
            : port.Length == 0
                ? "a port is missing between the commas: write :80,8080"
                : "the part behind the colon is no port: give numbers, like :80 or eth0:80,8080");
    }
}

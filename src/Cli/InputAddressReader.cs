using System.Globalization;
using Gor.Capture;

namespace Gor.Cli;

/// <summary>Reads <c>[DEVICE|HOST|FILE]:PORTS</c> for the flag table.</summary>
internal static class InputAddressReader
{
    public static bool TryParse(string text, out InputAddress value, out string? error)
    {
        int colon = text.LastIndexOf(':');
        bool isFile = text.Contains(".pcap", StringComparison.OrdinalIgnoreCase);
        string target = colon >= 0 ? text[..colon] : isFile ? text : "";
        string portList = text[(colon >= 0 ? colon + 1 : target.Length)..];
        int[] ports = portList.Length == 0 ? [] : portList.Split(',').Select(PortOf).Distinct().ToArray();
        value = new InputAddress
        {
            Text = text,
            Target = target,
            Ports = ports,
            Kind = target.Length == 0 ? InputKind.EveryDevice : isFile ? InputKind.File : InputKind.Device,
        };
        error = ports.Contains(-1) ? "expected [DEVICE|HOST|FILE][:PORTS], with ports from 1 to 65535, like :8080 or eth0:80,8080" : null;
        return error is null;
    }

    private static int PortOf(string text) =>
        ushort.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0 ? port : -1;
}

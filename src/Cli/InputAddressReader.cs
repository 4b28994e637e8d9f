using Gor.Capture;

namespace Gor.Cli;

/// <summary>Reads <c>[DEVICE|HOST|FILE][:PORTS]</c> for the flag table.</summary>
internal static class InputAddressReader
{
    public static bool TryParse(string text, out InputAddress value, out string? error)
    {
        bool isRead = InputAddress.TryParse(text, out InputAddress? address, out error);
        value = address ?? new InputAddress { Text = text, Kind = InputKind.EveryDevice };
        return isRead;
    }
}

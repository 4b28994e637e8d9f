using SharpPcap;

namespace Gor.Capture;

/// <summary>Which libpcap this process has.</summary>
internal static class LibpcapVersion
{
    /// <summary>Null where there is none: SharpPcap then says 0.0.</summary>
    public static Version? Read()
    {
        try
        {
            return Pcap.LibpcapVersion is { Major: > 0 } version ? version : null;
        }
        catch (Exception problem) when (MissingLibpcap.IsCause(problem))
        {
            return null;
        }
    }

    /// <summary><c>libpcap 1.10.3</c>, or that there is none.</summary>
    public static string Text() => Read() is { } version ? $"libpcap {version}" : "no libpcap";
}

using SharpPcap;

namespace Gor.Capture;

/// <summary>Which libpcap this process has.</summary>
internal static class LibpcapVersion
{
    /// <summary><c>libpcap 1.10.3</c>, or that there is none.</summary>
    public static string Text()
    {
        try
        {
            return Pcap.LibpcapVersion is { } version ? $"libpcap {version}" : "libpcap";
        }
        catch (Exception problem) when (MissingLibpcap.IsCause(problem))
        {
            return "no libpcap";
        }
    }
}

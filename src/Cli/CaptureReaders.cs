namespace Gor.Cli;

/// <summary>The words of capture flags that need more than a list.</summary>
internal static class CaptureReaders
{
    /// <summary>GoReplay's engines. On Linux libpcap itself reads from AF_PACKET's mapped ring, so the raw ones are one with it.</summary>
    public static bool Engine(string text, out string value, out string? error)
    {
        value = text is "pcap_file" ? text : "libpcap";
        error = text switch
        {
            "" or "libpcap" or "pcap_file" or "raw_socket" or "af_packet" => null,
            "vxlan" => "its own VXLAN socket is not in this version; capture the carrier or a VXLAN device instead: --input-raw vx0:80",
            _ => "expected libpcap, pcap_file, raw_socket or af_packet",
        };
        return error is null;
    }

    public static bool Protocol(string text, out string value, out string? error)
    {
        value = text;
        error = text switch
        {
            "" or "http" => null,
            "binary" => "refused: a call needs to know where a message ends, and that is HTTP's knowledge; use http",
            _ => "expected http",
        };
        return error is null;
    }

    /// <summary>libpcap's names; <c>go</c>, GoReplay's own clock, is the device's default here.</summary>
    public static bool TimestampType(string text, out string value, out string? error)
    {
        value = text == "go" ? "" : text;
        bool known = text is "" or "go" or "host" or "host_lowprec" or "host_hiprec" or "host_hiprec_unsynced" or "adapter"
            or "adapter_unsynced";
        error = known ? null
            : "expected host, host_lowprec, host_hiprec, host_hiprec_unsynced, adapter or adapter_unsynced";
        return known;
    }
}

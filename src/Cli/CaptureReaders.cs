namespace Gor.Cli;

/// <summary>The words of capture flags that need more than a list.</summary>
internal static class CaptureReaders
{
    /// <summary>GoReplay's engines, and GENEVE.</summary>
    public static bool Engine(string text, out string value, out string? error)
    {
        value = text.Length == 0 ? "libpcap" : text;
        error = text is "" or "libpcap" or "pcap_file" or "raw_socket" or "af_packet" or "vxlan" or "geneve" ? null
            : "expected libpcap, raw_socket, af_packet, vxlan, geneve or pcap_file";
        return error is null;
    }

    /// <summary>Numbers of virtual networks, separated by commas; each may be negative.</summary>
    public static bool Vnis(string text, out IReadOnlyList<int> value, out string? error)
    {
        const int largest = 0xff_ffff;
        List<int> vnis = [];
        error = null;
        foreach (string word in text.Split(','))
        {
            if (!GoInteger.TryParse(word.Trim(), out long number, out _) || number < -largest || number > largest)
            {
                error = "expected numbers of virtual networks (-16777215 to 16777215), like 42 or 1,2 or -7";
            }

            vnis.Add((int)number);
        }

        value = vnis;
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

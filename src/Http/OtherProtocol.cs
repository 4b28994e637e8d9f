namespace Gor.Http;

/// <summary>Names what a connection carries whose first bytes are not HTTP/1.</summary>
internal static class OtherProtocol
{
    public static Counter Of(ReadOnlySpan<byte> firstBytes)
    {
        // Two bytes suffice where a client's hello is cut: no text begins so.
        bool isTls = IsTlsRecord(firstBytes) || IsSslHello(firstBytes) || (firstBytes.Length < 5 && firstBytes.StartsWith((byte)0x16));
        return isTls ? Counter.BytesNotHttpTls
            : firstBytes.StartsWith("PRI * HTTP/2"u8) ? Counter.BytesNotHttpHttp2
            : Counter.BytesNotHttpOther;
    }

    /// <summary>A record header of TLS 1.0 to 1.3: type, version 3.0 to 3.4, a length within bounds (RFC 8446 section 5.1).</summary>
    public static bool IsTlsRecord(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 5 && bytes[0] is >= 20 and <= 24 && bytes[1] == 3 && bytes[2] <= 4 && bytes[3] <= 0x48;

    /// <summary>The hello of SSL 2.0, which old clients sent to offer later versions: a two-byte length, type 1, a version.</summary>
    private static bool IsSslHello(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 5 && (bytes[0] & 0x80) != 0 && bytes[2] == 1 && bytes[3] is 0 or 3;
}

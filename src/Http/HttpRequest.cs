namespace Gor.Http;

/// <summary>One request message as it stood on the wire.</summary>
internal sealed class HttpRequest(byte[] method, byte[] target, int minorVersion, int bodyLimit) : IDisposable
{
    /// <summary>The method token as sent (RFC 9110 section 9).</summary>
    public byte[] Method { get; } = method;

    /// <summary>
    /// The request target exactly as sent (RFC 9112 section 3.2), until a filter rewrites it; may hold any byte but CR, LF and space.
    /// </summary>
    public byte[] Target { get; set; } = target;

    /// <summary>0 for HTTP/1.0, 1 for HTTP/1.1.</summary>
    public int MinorVersion { get; } = minorVersion;

    public FieldList Fields { get; } = new();

    public MessageBody Body { get; } = new(bodyLimit);

    /// <summary>Capture time of the packet that carried the first byte of the start line, nanoseconds since the Unix epoch.</summary>
    public long FirstTimestampNs { get; set; }

    /// <summary>Capture time of the packet that carried the last byte.</summary>
    public long LastTimestampNs { get; set; }

    public void Dispose()
    {
        Fields.Dispose();
        Body.Dispose();
    }
}

namespace Gor.Http;

/// <summary>One final response message (101 included, other 1xx not) as it stood on the wire.</summary>
internal sealed class HttpResponse(int statusCode, int minorVersion, int bodyLimit) : IDisposable
{
    /// <summary>Three digits, 101 or 200–999.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>0 for HTTP/1.0, 1 for HTTP/1.1.</summary>
    public int MinorVersion { get; } = minorVersion;

    /// <summary>The reason phrase; empty where the server sent none.</summary>
    public byte[] Reason { get; init; } = [];

    public FieldList Fields { get; } = new();

    public MessageBody Body { get; } = new(bodyLimit);

    /// <summary>Capture time of the packet that carried the first byte of the status line, nanoseconds since the Unix epoch.</summary>
    public long FirstTimestampNs { get; set; }

    /// <summary>Capture time of the packet that carried the last byte.</summary>
    public long LastTimestampNs { get; set; }

    public void Dispose()
    {
        Fields.Dispose();
        Body.Dispose();
    }
}

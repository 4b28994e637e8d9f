namespace Gor.Http;

/// <summary>Bounds of HTTP parsing. Sizes in bytes.</summary>
internal sealed record HttpOptions
{
    /// <summary>Decoded bytes of a body that a record can hold (<c>USAGE_LOGGERS_BODY_LIMIT</c>).</summary>
    public int BodyLimit { get; init; } = 1 << 20;

    /// <summary>False where no active rule can ever let a request body, or a parameter made from it, out: then none is collected.</summary>
    public bool KeepRequestBodies { get; init; } = true;

    /// <summary>The same for response bodies.</summary>
    public bool KeepResponseBodies { get; init; } = true;

    /// <summary>Longest start line, longest field line, and longest header section.</summary>
    public int HeadLimit { get; init; } = 1 << 20;

    public int MaxFields { get; init; } = 20_000;

    /// <summary>Requests of one connection that may wait for their responses (pipelining); beyond it the connection is given up.</summary>
    public int MaxPendingRequests { get; init; } = 1024;
}

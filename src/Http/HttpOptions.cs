namespace Gor.Http;

/// <summary>Bounds of HTTP parsing. Sizes in bytes.</summary>
internal sealed record HttpOptions
{
    /// <summary>Decoded bytes of a body that a record can hold (<c>USAGE_LOGGERS_BODY_LIMIT</c>).</summary>
    public int BodyLimit { get; init; } = 1 << 20;

    /// <summary>
    /// False where no rule in force can ever let a request body, or a parameter made from it, out: then none is collected.
    /// Asked for each message, as rules may be reloaded.
    /// </summary>
    public Func<bool> KeepsRequestBodies { get; init; } = () => true;

    /// <summary>The same for response bodies.</summary>
    public Func<bool> KeepsResponseBodies { get; init; } = () => true;

    /// <summary>Where the memory of bodies comes from; null: there is enough.</summary>
    public BodyRoom? Room { get; init; }

    /// <summary>
    /// Longest head of a message, start line and header section together; also the longest chunk-size line and trailer section.
    /// 1 MiB, the largest that servers can be set to, and room beside it. Beyond it the connection is given up.
    /// </summary>
    public int HeadLimit { get; init; } = (1 << 20) + (64 << 10);

    public int MaxFields { get; init; } = 20_000;

    /// <summary>Requests of one connection that may wait for their responses (pipelining); beyond it the oldest is orphaned.</summary>
    public int MaxPendingRequests { get; init; } = 1024;

    /// <summary>Bytes of content that the waiting requests of one connection may keep; beyond it the oldest is orphaned.</summary>
    public int MaxPendingBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of a body to keep before its content codings are undone, so that whatever decodes within the limit is whole.</summary>
    public int KeepLimit(bool isCoded) =>
        isCoded ? (int)Math.Min(int.MaxValue, BodyLimit + (BodyLimit / 100L) + 1024) : BodyLimit;
}

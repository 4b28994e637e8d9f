namespace Gor.Http;

/// <summary>How the end of a message's body is found (RFC 9112 section 6.3).</summary>
internal enum BodyKind : byte
{
    /// <summary>The message ends with its header section.</summary>
    None,

    /// <summary>By a count of bytes.</summary>
    Length,

    /// <summary>By the chunked transfer coding.</summary>
    Chunked,

    /// <summary>By the end of the flow.</summary>
    UntilClose,
}

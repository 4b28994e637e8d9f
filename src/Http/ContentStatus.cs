namespace Gor.Http;

/// <summary>How much of a body came out of its content codings; a later member is worse.</summary>
internal enum ContentStatus
{
    Complete,

    /// <summary>The end is missing; what is there was decoded.</summary>
    Truncated,

    /// <summary>The coded data contradicts itself; what stood before that was decoded.</summary>
    Corrupt,

    /// <summary>More bytes than the limit; none are kept.</summary>
    OverLimit,

    /// <summary>A coding that we do not know, or too many on top of each other.</summary>
    Undecoded,
}

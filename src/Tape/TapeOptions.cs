namespace Gor.Tape;

/// <summary>How messages are written for GoReplay's outputs.</summary>
internal sealed record TapeOptions
{
    /// <summary>Bytes of a body that are kept; the rest is cut off.</summary>
    public int CopyBufferSize { get; init; } = 5 << 20;

    /// <summary>Without chunks and content codings.</summary>
    public bool Prettify { get; init; }
}

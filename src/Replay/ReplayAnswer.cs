namespace Gor.Replay;

/// <summary>What came of one replayed request: an answer, or an error.</summary>
internal sealed record ReplayAnswer
{
    public int Status { get; init; }

    /// <summary>The answer in GoReplay's format, without the last line end; empty where nobody wants it.</summary>
    public ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>Null where there was an answer. Names nothing that was sent.</summary>
    public string? Error { get; init; }
}

using Gor.Tape;

namespace Gor.Playback;

/// <summary>The messages of one id: both, or one whose partner was not there.</summary>
internal sealed record TapedCall(TapeMessage? Request, TapeMessage? Response)
{
    /// <summary>When it began.</summary>
    public long TimestampNs => (Request ?? Response!).Header.TimestampNs;

    public long Size => (Request?.Content.Length ?? 0) + (long)(Response?.Content.Length ?? 0);

    public bool IsWhole => Request is not null && Response is not null;
}

namespace Gor.Playback;

/// <summary>A source of taped calls cannot be used. The message is one paragraph for the operator: the thing, the reason, the remedy.</summary>
internal sealed class PlaybackException(string message, Exception? inner = null) : Exception(message, inner);

namespace Gor.Http;

/// <summary>Where in its flow a <see cref="MessageReader"/> is.</summary>
internal enum ReaderPhase : byte
{
    /// <summary>A start line must come next.</summary>
    Start,

    /// <summary>A start line may come anywhere.</summary>
    Search,

    Fields,
    Body,

    /// <summary>Behind a CONNECT request: the response decides what these bytes are.</summary>
    Undecided,

    /// <summary>Nothing is read any more.</summary>
    Refused,
}

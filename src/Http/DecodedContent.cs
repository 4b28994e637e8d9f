namespace Gor.Http;

/// <summary>A body without its content codings.</summary>
/// <param name="Bytes">Borrowed from the decoder or the message; empty where the status is OverLimit or Undecoded.</param>
/// <param name="Length">Bytes counted: exact where the status is Complete, else a lower bound.</param>
internal readonly record struct DecodedContent(ReadOnlyMemory<byte> Bytes, long Length, ContentStatus Status);

namespace Gor.Tape;

/// <summary>One message of a tape.</summary>
/// <param name="Content">The message as HTTP has it, from the start line on.</param>
internal sealed record TapeMessage(TapeHeader Header, ReadOnlyMemory<byte> Content);

using System.Buffers;

namespace Gor.Tape;

/// <summary>One message of a tape.</summary>
/// <param name="Content">The message as HTTP has it, from the start line on.</param>
internal sealed record TapeMessage(TapeHeader Header, ReadOnlyMemory<byte> Content)
{
    public TapePlace Place { get; init; }

    /// <summary>As it stands on a tape, with the separator but for the last line end. Only for a content that holds no separator.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var target = new ArrayBufferWriter<byte>(Content.Length + 128);
        Header.Write(target);
        target.Write(Content.Span);
        target.Write(TapeSeparator.Bytes[..^1]);
        return target.WrittenMemory;
    }
}

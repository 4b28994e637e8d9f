using Gor.Tape;

namespace Gor.Replay;

/// <summary>Takes the messages of a bundle apart. They were written here, so no separator stands within one.</summary>
internal static class TapeSplitter
{
    /// <summary>Length of the first message with its separator; all where it is the last.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> messages)
    {
        int separator = messages.IndexOf(TapeSeparator.Bytes);
        return separator < 0 ? messages.Length : separator + TapeSeparator.Bytes.Length;
    }

    /// <param name="content">The message as HTTP has it, without the separator.</param>
    public static TapeHeader Split(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> content)
    {
        int line = message.IndexOf((byte)'\n');
        content = message[(line + 1)..];
        content = content.EndsWith(TapeSeparator.Bytes) ? content[..^TapeSeparator.Bytes.Length] : content;
        return TapeHeader.TryParse(message[..line], out TapeHeader header) ? header : default;
    }
}

namespace Gor.Tape;

/// <summary>
/// What ends a taped message: a line of three monkeys. Nothing escapes it, so a message must not hold such a line.
/// </summary>
internal static class TapeSeparator
{
    /// <summary>With the line end of the message before it and its own.</summary>
    public static ReadOnlySpan<byte> Bytes => "\n🐵🙈🙉\n"u8;

    /// <summary>The line without ends.</summary>
    public static ReadOnlySpan<byte> Line => "🐵🙈🙉"u8;

    /// <summary>Where the first such line begins within a message that stands behind a line end and before one; -1 for nowhere.</summary>
    public static int IndexOfLine(ReadOnlySpan<byte> message)
    {
        int at = 0;
        while (true)
        {
            int found = message[at..].IndexOf(Line);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            int end = at + Line.Length;
            if ((at == 0 || message[at - 1] == '\n') && (end == message.Length || message[end] == '\n'))
            {
                return at;
            }

            at = end;
        }
    }
}

using Gor.Tape;

namespace Gor.Middleware;

/// <summary>A message as GoReplay's middleware has it: one line of lower-case hexadecimal digits, of the message's line and the message.</summary>
internal static class HexLine
{
    /// <param name="message">Its line and the message, without the separator.</param>
    /// <returns>With the line end.</returns>
    public static byte[] Write(ReadOnlySpan<byte> message)
    {
        byte[] line = GC.AllocateUninitializedArray<byte>((message.Length * 2) + 1);
        for (int i = 0; i < message.Length; i++)
        {
            line[2 * i] = Digit(message[i] >> 4);
            line[(2 * i) + 1] = Digit(message[i] & 15);
        }

        line[^1] = (byte)'\n';
        return line;
    }

    /// <param name="line">Without the line end; digits of any case.</param>
    /// <returns>Null where it is no message.</returns>
    public static TapeMessage? Read(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        if (line.Length % 2 != 0)
        {
            return null;
        }

        byte[] message = GC.AllocateUninitializedArray<byte>(line.Length / 2);
        for (int i = 0; i < message.Length; i++)
        {
            int high = Value(line[2 * i]);
            int low = Value(line[(2 * i) + 1]);
            if (high < 0 || low < 0)
            {
                return null;
            }

            message[i] = (byte)((high << 4) | low);
        }

        int end = message.AsSpan().IndexOf((byte)'\n');
        return end > 0 && TapeHeader.TryParse(message.AsSpan(0, end), out TapeHeader header) ? new TapeMessage(header, message.AsMemory(end + 1)) : null;
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);

    private static int Value(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}

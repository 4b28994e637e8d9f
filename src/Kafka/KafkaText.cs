using Gor.Tape;

namespace Gor.Kafka;

/// <summary>A message in GoReplay's format: its line, then what was on the wire. The message's end needs no separator here.</summary>
internal static class KafkaText
{
    /// <returns>Null for what is none.</returns>
    public static TapeMessage? Read(byte[] value)
    {
        int line = value.AsSpan().IndexOf((byte)'\n');
        return line >= 0 && TapeHeader.TryParse(value.AsSpan(0, line), out TapeHeader header) ? new TapeMessage(header, value.AsMemory(line + 1)) : null;
    }
}

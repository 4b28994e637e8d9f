using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class Utf8RoomTests
{
    private readonly Utf8Room _room = new();

    [Fact]
    public void Values_stay_while_others_are_written()
    {
        ReadOnlyMemory<byte> first = Write(new string('a', 1000), default);
        ReadOnlyMemory<byte> second = Write("b", default);
        ReadOnlyMemory<byte> third = Write(new string('c', 5000), default);
        Assert.Equal((new string('a', 1000), "b", new string('c', 5000)), (Text(first), Text(second), Text(third)));
    }

    [Fact]
    public void A_value_that_takes_the_place_of_another_uses_its_memory_only_for_what_follows()
    {
        ReadOnlyMemory<byte> other = Write("other", default);
        ReadOnlyMemory<byte> value = Write("0", default);
        for (int i = 1; i < 20; i++)
        {
            value = Write(Text(value) + i, value);
        }

        Assert.Equal("012345678910111213141516171819", Text(value));
        Assert.Equal("other", Text(other));
    }

    [Fact]
    public void Takes_no_new_memory_for_the_next_record()
    {
        for (int i = 0; i < 10; i++)
        {
            Write(new string('x', 30_000), Write("", default));
            _room.Clear();
        }

        byte[] piece = new byte[30_000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _room.Begin(piece.Length);
            _room.Append(piece);
            _room.Take(default);
            _room.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private ReadOnlyMemory<byte> Write(string value, ReadOnlyMemory<byte> former)
    {
        _room.Begin(value.Length / 2);
        foreach (char unit in value)
        {
            _room.Append([(byte)unit]);
        }

        return _room.Take(former);
    }

    private static string Text(ReadOnlyMemory<byte> value) => Encoding.ASCII.GetString(value.Span);
}

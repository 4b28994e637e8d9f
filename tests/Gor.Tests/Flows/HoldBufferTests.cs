using CsCheck;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>The held ranges against a plain table of bytes.</summary>
public class HoldBufferTests
{
    private const int Size = 120;

    [Fact]
    public void Holds_what_a_table_of_bytes_holds() =>
        Gen.Select(Gen.Int[0, Size - 30], Gen.Int[1, 30], Gen.Int[0, 8]).Array[0, 60].Sample(Check, iter: 1_000);

    [Fact]
    public void Tells_what_the_bytes_behind_acknowledge()
    {
        var buffer = new HoldBuffer(new HeldBlocks(1 << 20));
        buffer.Add("abc"u8, 0, new Arrival(1, 1, 20, 7));
        buffer.Add("abc"u8, 0, new Arrival(1, 1, 10, 5));
        Assert.Equal(5, buffer.AcknowledgedBehind(3));
        Assert.Equal(7, buffer.AcknowledgedBehind(13));
        Assert.Equal(Arrival.Unknown, buffer.AcknowledgedBehind(23));
    }

    [Fact]
    public void Counts_more_than_the_bytes_so_that_small_segments_are_not_cheap()
    {
        var buffer = new HoldBuffer(new HeldBlocks(1 << 20));
        for (int i = 0; i < 100; i++)
        {
            buffer.Add("x"u8, 0, new Arrival(1, 1, i, 0));
        }

        Assert.Equal(1, buffer.Ranges);
        Assert.True(buffer.Size >= 100 * 100, $"{buffer.Size}");
        while (!buffer.IsEmpty)
        {
            buffer.RemoveHead();
        }

        Assert.Equal(0, buffer.Size);
    }

    /// <summary>Adds what is free of each part; now and then takes some heads away.</summary>
    private static void Check((int Start, int Length, int Removals)[] parts)
    {
        var buffer = new HoldBuffer(new HeldBlocks(1 << 20));
        var table = new int[Size + 1];
        Array.Fill(table, -1);
        long lowest = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            (int start, int length, int removals) = parts[i];
            for (int at = (int)Math.Max(start, lowest); at < start + length;)
            {
                if (buffer.Has(at, out long until))
                {
                    at = (int)until;
                    continue;
                }

                int end = (int)Math.Min(until, start + length);
                byte[] bytes = [.. Enumerable.Repeat((byte)i, end - at)];
                buffer.Add(bytes, 0, new Arrival(0, i, at, i));
                Array.Fill(table, i, at, end - at);
                at = end;
            }

            for (int n = 0; n < removals - 5 && !buffer.IsEmpty; n++)
            {
                lowest = Remove(buffer, table);
            }

            Compare(buffer, table);
        }

        while (!buffer.IsEmpty)
        {
            Remove(buffer, table);
            Compare(buffer, table);
        }

        Assert.DoesNotContain(table, value => value >= 0);
    }

    private static long Remove(HoldBuffer buffer, int[] table)
    {
        HeldSegment head = buffer.Head;
        int first = Array.FindIndex(table, value => value >= 0);
        Assert.Equal(first, head.Arrival.Position);
        for (int i = 0; i < head.Length; i++)
        {
            Assert.Equal(table[first + i], head.Bytes[i]);
            table[first + i] = -1;
        }

        buffer.RemoveHead();
        return head.End;
    }

    private static void Compare(HoldBuffer buffer, int[] table)
    {
        int ranges = 0;
        for (int at = 0; at < Size; at++)
        {
            bool isHeld = buffer.Has(at, out long until);
            Assert.Equal(table[at] >= 0, isHeld);
            int next = Array.FindIndex(table, at, value => value >= 0 != isHeld);
            Assert.Equal(next < 0 ? long.MaxValue : next, until);
            ranges += isHeld && (at == 0 || table[at - 1] < 0) ? 1 : 0;
        }

        Assert.Equal(ranges, buffer.Ranges);
        Assert.Equal(ranges == 0, buffer.IsEmpty);
    }
}

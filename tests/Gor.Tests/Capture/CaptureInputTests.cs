using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class CaptureInputTests
{
    [Fact]
    public void Hands_out_the_same_bytes_whatever_the_pieces_they_come_in()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        using var input = new CaptureInput(new Trickle(bytes));
        var random = new Random(2);
        int position = 0;
        while (position < bytes.Length)
        {
            int count = Math.Min(random.Next(1, 400_000), bytes.Length - position);
            Assert.True(input.TryPeek(1, out ReadOnlySpan<byte> peeked) && peeked[0] == bytes[position]);
            Assert.True(input.TryRead(count, out ReadOnlySpan<byte> read));
            Assert.True(read.SequenceEqual(bytes.AsSpan(position, count)) && input.Taken.SequenceEqual(read));
            position += count;
            Assert.Equal(position, input.Offset);
        }

        Assert.False(input.TryRead(1, out _));
    }

    [Fact]
    public void Takes_nothing_where_too_little_is_left()
    {
        using var input = new CaptureInput(new MemoryStream([1, 2, 3]));
        Assert.False(input.TryRead(4, out _));
        Assert.Equal((0, 3), (input.Offset, input.Rest));
        Assert.True(input.TryRead(3, out _));
    }

    [Fact]
    public void Makes_no_room_for_bytes_that_do_not_come()
    {
        using var input = new CaptureInput(new MemoryStream(new byte[100]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(input.TryRead(CaptureInput.LongestRecord, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Takes_damage_for_an_end_with_a_reason()
    {
        using var input = new CaptureInput(new Broken());
        Assert.False(input.TryRead(1, out _));
        Assert.Equal("of the disk", input.Fault);
        Assert.False(input.TryRead(1, out _));
    }

    /// <summary>Gives less than is asked for.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly Random _random = new(3);

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, _random.Next(1, 100_000))]);
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("of the disk");
    }
}

using Gor.Flows;

namespace Gor.Tests.Flows;

public class HeldBlocksTests
{
    private const int Segment = 1448;

    [Fact]
    public void Keeps_the_memory_of_as_many_segments_as_it_may_for_the_next_burst()
    {
        var blocks = new HeldBlocks(mostKept: 10 * 2048);
        byte[][] first = [.. Enumerable.Range(0, 12).Select(_ => blocks.Rent(Segment))];
        Array.ForEach(first, blocks.Return);
        byte[][] second = [.. Enumerable.Range(0, 12).Select(_ => blocks.Rent(Segment))];
        Assert.Equal(12, second.Distinct().Count());
        Assert.Equal(10, second.Intersect(first).Count());
    }

    /// <summary>A held byte must not take much more memory than itself: the bounds count what is taken.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(65_535)]
    public void Gives_enough_and_not_much_more(int length)
    {
        var blocks = new HeldBlocks(mostKept: 1 << 20);
        byte[] bytes = blocks.Rent(length);
        Assert.InRange(bytes.Length, length, Math.Max(16, 2 * length));
        blocks.Return(bytes);
    }
}

using Gor.Flows;

namespace Gor.Tests.Flows;

public class SequenceNumberTests
{
    [Theory]
    [InlineData(0u, 5u, 5)]
    [InlineData(5u, 0u, -5)]
    [InlineData(0xFFFF_FFF0, 0x10u, 0x20)]
    [InlineData(0x10u, 0xFFFF_FFF0, -0x20)]
    [InlineData(0u, 0x7FFF_FFFF, 0x7FFF_FFFF)]
    [InlineData(0u, 0x8000_0001, -0x7FFF_FFFF)]
    [InlineData(0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF)]
    public void Takes_the_position_next_to_another(uint near, uint number, long distance)
    {
        long position = SequenceNumber.First(near);
        Assert.Equal(position + distance, SequenceNumber.Unwrap(number, position));
        Assert.Equal(number, (uint)SequenceNumber.Unwrap(number, position));
    }

    [Fact]
    public void Never_wraps_once_unwrapped()
    {
        long position = SequenceNumber.First(0xFFFF_0000);
        for (int i = 0; i < 100; i++)
        {
            long next = SequenceNumber.Unwrap((uint)position + 0x4000_0000, position);
            Assert.Equal(position + 0x4000_0000, next);
            position = next;
        }

        Assert.True(position > 5L << 32);
    }
}

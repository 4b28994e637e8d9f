using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class PcapngInterfaceTests
{
    [Theory]
    [InlineData(6, 0, 1_700_000_000_123_456, 1_700_000_000_123_456_000)]
    [InlineData(9, 0, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789)]
    [InlineData(3, 0, 1_700_000_000_123, 1_700_000_000_123_000_000)]
    [InlineData(0, 0, 1_700_000_000, 1_700_000_000_000_000_000)]
    [InlineData(12, 0, 1_999_999, 1_999)]
    [InlineData(127, 0, 1_999_999, 0)]
    [InlineData(0x80, 0, 3, 3_000_000_000)]
    [InlineData(0x80 | 10, 0, 1536, 1_500_000_000)]
    [InlineData(0xff, 0, 1536, 0)]
    [InlineData(6, -10, 11_000_000, 1_000_000_000)]
    [InlineData(0, 0, long.MaxValue, long.MaxValue)]
    [InlineData(6, long.MaxValue, 0, long.MaxValue)]
    [InlineData(6, long.MinValue, 0, long.MinValue)]
    public void Counts_in_nanoseconds_whatever_the_resolution(byte resolution, long offset, long ticks, long nanoseconds)
    {
        var described = new PcapngInterface(LinkType.Ethernet, 0) { Resolution = resolution, OffsetSeconds = offset };
        Assert.Equal(nanoseconds, described.ToNanoseconds((ulong)ticks));
    }
}

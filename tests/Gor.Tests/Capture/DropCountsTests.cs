using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class DropCountsTests
{
    [Fact]
    public void Goes_on_counting_when_the_32_bits_are_full()
    {
        var drops = new DropCounts("no-such-device");
        Assert.Equal(new KernelDrops(4_000_000_000, 0), drops.Update(4_000_000_000));
        Assert.Equal(new KernelDrops(4_294_967_396, 0), drops.Update(100));
        Assert.Equal(new KernelDrops(4_294_967_396, 0), drops.Last());
    }
}

using Gor.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Capture;

public sealed class DropWatchTests
{
    private readonly Logged _logged = new();

    [Fact]
    public void Warns_once_for_each_device_and_keeps_what_is_over()
    {
        var drops = new DropWatch(_logged.Log);
        var first = new FakeSource("eth0", "", 0, 0) { Drops = new KernelDrops(0, 2) };
        var second = new FakeSource("eth1", "", 0, 1) { LeftOut = 5 };
        drops.Add(first);
        drops.Add(second);
        drops.Read();
        Assert.Empty(_logged.Lines);
        first.Drops = new KernelDrops(7, 2);
        drops.Read();
        first.Drops = new KernelDrops(9, 2);
        drops.Read();
        Assert.Equal([new SourceLosses("eth0", 9, 2, 0), new SourceLosses("eth1", 0, 0, 5)], drops.Losses);
        Assert.Contains("eth0: the kernel dropped 7 packets for lack of room", Assert.Single(_logged.Lines));
        Assert.Contains("--input-raw-buffer-size", _logged.Lines[0]);

        // A device that goes away takes its counters along.
        first.Drops = new KernelDrops(10, 0);
        drops.Remove(first);
        drops.Add(new FakeSource("eth0", "", 0, 0) { Drops = new KernelDrops(1, 0) });
        drops.Read();
        Assert.Equal(new SourceLosses("eth0", 11, 2, 0), drops.Losses.Single(losses => losses.Name == "eth0"));
        Assert.Single(_logged.Lines);
    }
}

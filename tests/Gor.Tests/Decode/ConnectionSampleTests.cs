using Gor.Decode;

namespace Gor.Tests.Decode;

public sealed class ConnectionSampleTests
{
    [Theory]
    [InlineData(100, 1.0)]
    [InlineData(50, 0.5)]
    [InlineData(10, 0.1)]
    [InlineData(1, 0.01)]
    public void Keeps_that_share_of_the_connections_with_both_directions(double percent, double expected)
    {
        var sample = new ConnectionSample([new PortShare([80], percent)]);
        int kept = 0;
        for (int i = 0; i < 20_000; i++)
        {
            FlowKey key = Key(i, 80);
            Assert.Equal(sample.Keeps(key), sample.Keeps(key.Reversed));
            kept += sample.Keeps(key) ? 1 : 0;
        }

        Assert.InRange(kept / 20_000.0, expected * 0.8, expected * 1.2);
    }

    [Fact]
    public void Does_not_favour_a_worker()
    {
        var sample = new ConnectionSample([new PortShare([], 10)]);
        int[] kept = new int[4];
        for (int i = 0; i < 40_000; i++)
        {
            FlowKey key = Key(i, 80);
            kept[key.SymmetricHash() % 4] += sample.Keeps(key) ? 1 : 0;
        }

        Assert.All(kept, of => Assert.InRange(of, 800, 1200));
    }

    [Fact]
    public void Leaves_other_inputs_whole()
    {
        var sample = new ConnectionSample([new PortShare([80], 1), new PortShare([81, 82], null), new PortShare([82], 1)]);
        Assert.True(Enumerable.Range(0, 1000).All(i => sample.Keeps(Key(i, 81)) && sample.Keeps(Key(i, 82)) && sample.Keeps(Key(i, 83))));
        Assert.False(Enumerable.Range(0, 1000).All(i => sample.Keeps(Key(i, 80))));
    }

    [Fact]
    public void Counts_what_it_leaves_out()
    {
        var probe = new DecoderProbe(new DecodeOptions { Shares = [new PortShare([80], 1e-7)] });
        probe.Feed(Gor.Capture.LinkType.Raw, Frames.Segment4());
        Assert.Equal(Counter.PacketsIgnoredLimit, probe.Outcome);
    }

    private static FlowKey Key(int i, ushort port) => new(
        new Endpoint(new Address(0, (ulong)i * 7919), (ushort)(1024 + i)), new Endpoint(new Address(0, 77), port), 0);
}

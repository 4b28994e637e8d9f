using Gor.Decode;

namespace Gor.Tests.Decode;

public class FragmentedDatagramTests
{
    [Fact]
    public void Is_complete_when_the_last_hole_is_filled()
    {
        using var datagram = new FragmentedDatagram(default, 0);
        Assert.True(datagram.TryAdd(new Fragment(1, 16, More: false), 9, [5], out _));
        Assert.True(datagram.TryAdd(new Fragment(1, 0, More: true), 6, [1, 2, 3, 4, 5, 6, 7, 8], out _));
        Assert.False(datagram.IsComplete);
        Assert.True(datagram.TryAdd(new Fragment(1, 8, More: true), 9, [8, 7, 6, 5, 4, 3, 2, 1], out bool overlaps));
        Assert.True(datagram.IsComplete);
        Assert.False(overlaps);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1, 5], datagram.Payload.ToArray());
        Assert.Equal((6, 3), (datagram.Protocol, datagram.Packets));
    }

    [Fact]
    public void Counts_the_memory_it_holds()
    {
        using var datagram = new FragmentedDatagram(default, 0);
        Assert.True(datagram.TryAdd(new Fragment(1, 64_000, More: true), 6, new byte[8], out _));
        Assert.InRange(datagram.Size, 64_008, 140_000);
    }

    [Fact]
    public void Takes_nothing_from_a_fragment_beyond_the_longest_datagram()
    {
        using var datagram = new FragmentedDatagram(default, 0);
        Assert.False(datagram.TryAdd(new Fragment(1, 65_528, More: false), 6, new byte[8], out _));
        Assert.Equal(0, datagram.Packets);
    }
}

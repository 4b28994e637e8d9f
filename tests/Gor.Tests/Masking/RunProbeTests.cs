using System.Runtime.Intrinsics;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class RunProbeTests
{
    [Fact]
    public void Looks_at_what_tells_most_then_farthest_off()
    {
        RunProbe[] probes = [.. RunProbe.Of(3, [new SoughtRun(0, [.. Enumerable.Repeat(CharSet.Digits, 13)])], -2)];
        Assert.Equal([10, 5], probes.Select(probe => probe.Place));
        Assert.All(probes, probe => Assert.Equal((8, 0), (Bits(probe, '7'), Bits(probe, 'x'))));
        Assert.Equal(Vector128.Create((byte)0xF7), probes[0].Others);
    }

    [Fact]
    public void Runs_that_share_no_further_unit_have_none() =>
        Assert.Empty(RunProbe.Of(0, [new SoughtRun(0, [.. Enumerable.Repeat(CharSet.Digits, 9)]), new SoughtRun(1, [CharSet.Word, CharSet.Word, CharSet.Word])], -2));

    private static int Bits(RunProbe probe, char unit) =>
        new NibbleSets(probe.Low, probe.High).Find(Vector128.Create((byte)(unit & 15)), Vector128.Create((byte)(unit >> 4)))[0];
}

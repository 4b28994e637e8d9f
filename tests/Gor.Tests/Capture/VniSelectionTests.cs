using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class VniSelectionTests
{
    [Theory]
    [InlineData("", "0 1 2 16777215")]
    [InlineData("1", "1")]
    [InlineData("1 2", "1 2")]
    [InlineData("-1", "0 2 16777215")]
    [InlineData("-1 -2", "0 16777215")]
    [InlineData("1 2 -2", "1")]
    [InlineData("0", "0")]
    public void Keeps_those_named_less_those_left_out(string vnis, string kept)
    {
        int[] list = [.. vnis.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        Assert.Equal(kept, string.Join(' ', ((int[])[0, 1, 2, 16777215]).Where(vni => new VniSelection(list).Accepts(vni))));
    }
}

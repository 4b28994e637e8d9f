using Gor.Masking;

namespace Gor.Tests.Masking;

public class SoughtRunTests
{
    [Theory]
    [InlineData("9w@acme", "say 1x@acme", 4, true)]
    [InlineData("9w@acme", "say xx@acme", 4, false)]
    [InlineData("9w@acme", "say 1x@acne", 4, false)]
    [InlineData("9w@acme", "say 1x@acm", 4, false)]
    [InlineData("999", "12", -1, false)]
    [InlineData("999", "123", 0, true)]
    [InlineData("999", "12é", 0, false)]
    public void Is_at_a_place_where_each_unit_fits(string run, string text, int place, bool isAt) =>
        Assert.Equal(isAt, Of(run).IsAt(System.Text.Encoding.UTF8.GetBytes(text), place));

    [Fact]
    public void The_window_is_what_tells_most()
    {
        SoughtRun run = Of("www@%ww");
        Assert.Equal((2, "w@%"), (run.WindowAt, string.Concat(Enumerable.Range(0, 3).Select(unit => run.SetAt(unit)!.IsSingle ? run.SetAt(unit)!.Ranges[0].First : 'w'))));
        Assert.Equal((null, CharSet.Word, CharSet.Word, null), (run.SetAt(5), run.SetAt(4), run.SetAt(-2), run.SetAt(-3)));
    }

    private static SoughtRun Of(string run) =>
        new(0, [.. run.Select(letter => letter switch { '9' => CharSet.Digits, 'w' => CharSet.Word, _ => CharSet.Single(letter) })]);
}

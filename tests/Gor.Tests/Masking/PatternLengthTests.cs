using Gor.Masking;

namespace Gor.Tests.Masking;

public class PatternLengthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("ab?c", 2)]
    [InlineData("a{3}(b|cd){2,}", 5)]
    [InlineData("(?:a*)+|xyz", 0)]
    [InlineData("^a(?=bcd)$", 1)]
    [InlineData(@"(ab)\1", 2)]
    [InlineData(@"(?:\1(a?))*b", 1)]
    [InlineData("(?:a{2147483647}){2147483647}", int.MaxValue)]
    public void Is_what_a_match_needs(string text, int least) =>
        Assert.Equal(least, PatternLength.LeastOf(PatternProgress.Rewrite(PatternParser.Parse(text, out _, out _))));

    [Fact]
    public void Shorter_values_are_not_searched()
    {
        var pattern = new Pattern("[a-z]{4}", TimeSpan.FromSeconds(1), "x");
        var detail = new Detail("b", "abc"u8.ToArray());
        Assert.False(pattern.MayBeIn(detail));
        Assert.False(detail.IsText);
        Assert.False(pattern.MayBeIn(new Detail("b", "abc")));
        Assert.True(pattern.MayBeIn(new Detail("b", "abcd"u8.ToArray())));
        Assert.Null(pattern.ReplaceIn("abc"));
        Assert.Equal("x", pattern.ReplaceIn("abcd"));
    }
}

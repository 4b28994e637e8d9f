using System.Collections.Immutable;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class PatternChainTests
{
    [Theory]
    [InlineData("\"name\":\"[^\"]*\"", 1)]
    [InlineData("[A-Z]{2}[0-9]+", 1)]
    [InlineData("(?:first|last)_name", 2)]
    [InlineData("https?://", 1)]
    [InlineData("(?:\\d\\d-){2}", 1)]
    [InlineData("\\b[0-9]{13,19}\\b", 1)]
    [InlineData("a+$", 1)]
    [InlineData("a*b*c?", 1)]
    [InlineData("[^?]+.*", 1)]
    [InlineData("a.*?b", 0)]
    [InlineData("[^b]*?b", 1)]
    [InlineData("[a-z.]+\\b", 0)]
    [InlineData("\\w*\\b", 0)]
    [InlineData("a+\\B", 0)]
    [InlineData("a+b*$", 0)]
    [InlineData("[a-z]+\\.[a-z]{2,}", 1)]
    [InlineData("[a-z.]+\\.[a-z]{2,}", 0)]
    [InlineData("a{1,3}a", 0)]
    [InlineData("(?:ab)*c", 0)]
    [InlineData("-*?(?:12|a)?", 0)]
    [InlineData("-*(?:12|a)?", 3)]
    [InlineData("(?:a|b|c)(?:d|e|f)(?:g|h)x", 0)]
    public void Is_what_leaves_one_way(string pattern, int chains) => Assert.Equal(chains, Of(pattern).Length);

    [Fact]
    public void A_lazy_loop_at_the_end_takes_the_least()
    {
        var loop = Assert.IsType<ChainLink.Units>(Of("a[b-d]{2,5}?").Single()[1]);
        Assert.Equal((2, 2), (loop.Least, loop.Most));
    }

    [Fact]
    public void Wanted_groups_are_slots()
    {
        ImmutableArray<ChainLink> links = Assert.Single(PatternChain.Of(Parse("(a)(b(c))"), [1, 3]));
        Assert.Equal([0, 1, 2, 3], links.OfType<ChainLink.Save>().Select(save => save.Slot));
        Assert.Empty(PatternChain.Of(Parse("(?:(a)b){2}"), [1]));
        Assert.Single(PatternChain.Of(Parse("(?:(a)b){2}"), []));
    }

    private static ImmutableArray<ImmutableArray<ChainLink>> Of(string pattern) => PatternChain.Of(Parse(pattern), []);

    private static PatternNode Parse(string pattern) => PatternProgress.Rewrite(PatternParser.Parse(pattern, out _, out _));
}

using Gor.Masking;

namespace Gor.Tests.Masking;

public class PatternRunsTests
{
    /// <summary>A letter stands for itself, 9 for the digits, w for all other sets.</summary>
    [Theory]
    [InlineData("\"name\":\"[^\"]*\"", "\"name\":\"", "")]
    [InlineData("[0-9]{4,}", "9999", "")]
    [InlineData(@"\b(\d{4})-(\d\d)\b", "9999-99", "")]
    [InlineData("[a-z]+@b", "w@b", "az")]
    [InlineData("(?:first|last)_name", "_name", "afilrst")]
    [InlineData("(?:ab:){2}x?", "ab:", "")]
    [InlineData("x?(?:JSON|YAML)", "JSON YAML", "x")]
    [InlineData(".*", null, null)]
    [InlineData("(?:a|b*)", null, null)]
    [InlineData("é", null, null)]
    public void Are_what_tells_most_of_what_each_match_has(string pattern, string? runs, string? before)
    {
        PatternRuns? found = PatternRuns.Of(PatternProgress.Rewrite(PatternParser.Parse(pattern, out _, out _)), set => !set.IsEmpty && set.Ranges[^1].Last < 128);
        Assert.Equal(runs, found is null ? null : string.Join(' ', found.Runs.Select(run => string.Concat(run.Select(Letter)))));
        Assert.All(before ?? "", unit => Assert.True(found!.Before.Contains(unit), $"{unit}"));
        Assert.Equal(before is null or "", found is null || found.Before.IsEmpty);
    }

    [Theory]
    [InlineData("password", true)]
    [InlineData("[0-9]{9}", true)]
    [InlineData("\":\"", false)]
    [InlineData("[a-z]{9}", false)]
    [InlineData("@", true)]
    public void Are_rare_where_text_has_few_of_them(string pattern, bool areRare) =>
        Assert.Equal(areRare, PatternRuns.Of(PatternParser.Parse(pattern, out _, out _), _ => true)!.AreRare);

    private static char Letter(CharSet set) => set.IsSingle ? set.Ranges[0].First : set.Equals(CharSet.Digits) ? '9' : 'w';
}

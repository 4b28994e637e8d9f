using System.Diagnostics;
using System.Text;
using Gor.Filtering;

namespace Gor.Tests.Filtering;

/// <summary>What Go's regexp says of these patterns and texts, row by row.</summary>
public sealed class GoRegexTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("api", "/v1/api?x", true)]
    [InlineData("^/api", "/v1/api", false)]
    [InlineData("api$", "/api\n", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("(?m:^)b", "a\nb", true)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("(?s:a.b)c.d", "a\nbc\nd", false)]
    [InlineData("(?i)API", "/api", true)]
    [InlineData("(?i:A)b", "aB", false)]
    [InlineData("(a(?i)b)C", "aBC", true)]
    [InlineData("(a(?i)b)C", "aBc", false)]
    [InlineData(@"^\d+$", "٣", false)]
    [InlineData(@"^\D$", "٣", true)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"\s", "\u00a0", false)]
    [InlineData(@"^\S$", "\u00a0", true)]
    [InlineData(@"^\s$", "\v", false)]
    [InlineData(@"\bid\b", "a id=", true)]
    [InlineData("[[:alpha:]]+[[:digit:]]", "ab1", true)]
    [InlineData("^[[:^alpha:]]+$", "12é", true)]
    [InlineData("^[[:^alpha:]]+$", "a", false)]
    [InlineData("^[^[:space:]x]$", "y", true)]
    [InlineData(@"^[\d\-a]+$", "1-a", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[^]a]+$", "b", true)]
    [InlineData("^[a-]+$", "-a", true)]
    [InlineData("^[a[]+$", "[a", true)]
    [InlineData("^[a-z-[e]]$", "b]", true)]
    [InlineData(@"^\pL+$", "éa", true)]
    [InlineData(@"^\p{Lu}\P{Lu}$", "Aa", true)]
    [InlineData(@"^\p{^Lu}$", "a", true)]
    [InlineData(@"^[\pN_]+$", "1_", true)]
    [InlineData(@"\Qa.b(\E+", "a.b((", true)]
    [InlineData(@"\Qa.b", "axb", false)]
    [InlineData(@"^\x41\x{1F600}\101\.$", "A\U0001F600A.", true)]
    [InlineData("^😀{2}$", "😀😀", true)]
    [InlineData("^a{2,3}$", "aaa", true)]
    [InlineData("^a{2,3}?a$", "aaa", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^a{$", "a{", true)]
    [InlineData("^a}]$", "a}]", true)]
    [InlineData("^#  x$", "#  x", true)]
    [InlineData("^(?:a|)b$", "b", true)]
    [InlineData("é", "caf\u00e9", true)]
    public void A_pattern_matches_what_Go_matches(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Parse(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("a(b", "a closing ) is missing")]
    [InlineData("a)b", "an opening ( is missing")]
    [InlineData("[a", "a closing ] is missing")]
    [InlineData("[z-a]", "wrong way round")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("a**", "repeat of a repeat")]
    [InlineData("a{3,2}", "bounds are the wrong way round")]
    [InlineData("a{1001}", "counts to 1000")]
    [InlineData("(?=a)", "no look-around")]
    [InlineData("(?<!a)", "no look-around")]
    [InlineData(@"(a)\1", "no back-references")]
    [InlineData(@"\Z", "none of RE2's escapes")]
    [InlineData(@"\x{110000}", "needs two digits")]
    [InlineData(@"\xf", "needs two digits")]
    [InlineData(@"a\", @"ends with a \")]
    [InlineData(@"\p{Greek}", "scripts are not")]
    [InlineData("[[:alhpa:]]", "none of RE2's classes")]
    [InlineData("(?<n>a)(?P<n>b)", "given twice")]
    [InlineData("(?x)", "none of RE2's groups")]
    [InlineData("((((a{100}){100}){100}){100})", "too large")]
    public void What_Go_refuses_is_refused_with_the_reason(string pattern, string expected)
    {
        Assert.False(GoRegex.TryParse(pattern, out _, out string? error));
        Assert.Contains(expected, error);
    }

    [Theory]
    [InlineData("/v1/(.*)", "/v2/$1", "/v1/a?b", "/v2/a?b")]
    [InlineData("(?P<first>a)(b)(?<last>c)", "$last-${2}-$first-$9-$none", "abc", "c-b-a--")]
    [InlineData("(a)", "$1x", "a", "")]
    [InlineData("(a)", "${1}x", "aba", "axbax")]
    [InlineData("a", "$$1 $ ${1", "a", "$1 $ ${1")]
    [InlineData("b*", "X", "abc", "XaXcX")]
    [InlineData("(?U)(a+)", "<$1>", "aa", "<a><a>")]
    [InlineData("(?U)(a+?)", "<$1>", "aa", "<aa>")]
    [InlineData("a|ab", "x", "ab", "xb")]
    [InlineData("é", "ü", "é", "ü")]
    public void A_replacement_is_Go_s(string pattern, string template, string text, string expected)
    {
        GoRegex regex = Parse(pattern);
        byte[]? replaced = regex.Replace(Encoding.UTF8.GetBytes(text), GoTemplate.Parse(template, regex));
        Assert.Equal(expected, Encoding.UTF8.GetString(replaced!));
    }

    [Fact]
    public void What_does_not_match_is_not_replaced() => Assert.Null(Parse("x").Replace("abc"u8, GoTemplate.Empty));

    [Fact]
    public void Bytes_that_are_no_UTF8_stay_as_they_are()
    {
        GoRegex regex = Parse("a");
        Assert.Equal<byte>([0xE9, 0xC3, 0xBC, 0xFF], regex.Replace([0xE9, (byte)'a', 0xFF], GoTemplate.Parse("ü", regex))!);
    }

    [Fact]
    public void Time_is_linear_in_the_text()
    {
        GoRegex regex = Parse("(a+)+$");
        byte[] text = [.. Enumerable.Repeat((byte)'a', 200_000), (byte)'!'];
        long begun = Stopwatch.GetTimestamp();
        Assert.False(regex.IsMatch(text));
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20));
    }

    private static GoRegex Parse(string pattern)
    {
        Assert.True(GoRegex.TryParse(pattern, out GoRegex regex, out string? error), error);
        return regex;
    }
}

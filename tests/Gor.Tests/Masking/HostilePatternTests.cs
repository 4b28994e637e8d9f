using System.Diagnostics;
using System.Text.RegularExpressions;
using Gor.Masking;

namespace Gor.Tests.Masking;

/// <summary>Patterns and texts that bring backtracking engines to a standstill: linear, or stopped at the limit.</summary>
public class HostilePatternTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(20);

    private static readonly string Letters = new('a', 1 << 20);

    public static TheoryData<string, string> Table => new()
    {
        { "(a+)+$", "!" },
        { "(a+)+!", "b" },
        { "(a*)*b", "" },
        { "(a|a)*b", "c" },
        { "(a|aa)+$", "!" },
        { "(a|a?)+$", "!" },
        { "(.*)*x", "" },
        { "(.*a){12}!", "" },
        { "^(([a-z])+.)+[A-Z]([a-z])+$", "" },
        { "([a-zA-Z]+)*!", "" },
        { "(?:a?){50}a{50}!", "" },
        { "(x+x+)+y", "x" },
        { "^(a?)*$", "!" },
        { "(?:(?:a*)*)*$", "!" },
        { "((a{1,10}){1,10}){1,10}!", "" },
        { @"^(\w+\s?)*$", "!" },
        { @"(\w+)\s*=\s*(\w+)", "" },
        { "(?:[^<]*<)*>", "" },
        { "[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+", "" },
        { @"[a-z]+@[a-z]+\.com", "@" },
        { @"\b(?:a|b|ab)+\b!", "" },
        { "(?:a|b|c|d|e)*?f", "" },
        { "(.+)+[^]$x", "" },
        { "((((a*)+)*)+)*!", "" },
        { "(?:a{0,1000}){1,4}!", "" },
        { @"(a+)+\1!", "b!" },
        { @"(a*)*\1\1!", "b!" },
        { "(?=(a+)+!)a", "b!" },
        { "^(?:a+)+(?<!b)!", "b!" },
        { @"(?:(a)|(b)|\1\2)+$", "!" },
        { "(?!(?:a|aa)+!)a+b!", "c!" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Ends_soon(string text, string tail)
    {
        var pattern = new Pattern(text, Limit, "x");
        long start = Stopwatch.GetTimestamp();
        try
        {
            pattern.IsFoundIn(Letters + tail);
            pattern.ReplaceIn(Letters + tail);
        }
        catch (RegexMatchTimeoutException)
        {
            // As it shall be: the caller fails closed.
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "took too long");
    }

    [Fact]
    public void There_are_thirty_and_more() => Assert.True(Table.Count() >= 30);

    [Fact]
    public void Most_of_them_are_linear() =>
        Assert.True(Table.Count(row => new Pattern(row.Data.Item1, Limit).IsLinear) >= 24);
}

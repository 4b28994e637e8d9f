using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class PatternTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// patterns.json: a pattern, a replacement, a text, and what V8 makes of it; null where it refuses the pattern. The first are
    /// the table of resurface.md section 3.3 and everything that was once found wrong, the others are random.
    /// </summary>
    [Fact]
    public void Means_what_JavaScript_means()
    {
        var wrong = new List<string>();
        int count = 0;
        foreach (JsonElement row in Rows())
        {
            count++;
            string[] given = [.. row.EnumerateArray().Take(3).Select(item => item.GetString()!)];
            string? expected = row[3].GetString();
            string? actual;
            try
            {
                actual = new Pattern(given[0], Limit, given[1]).ReplaceIn(given[2]) ?? given[2];
            }
            catch (PatternException)
            {
                actual = null;
            }

            if (actual != expected)
            {
                wrong.Add($"/{given[0]}/ {given[1]} on {JsonSerializer.Serialize(given[2])}: {JsonSerializer.Serialize(actual)}, not {row[3].GetRawText()}");
            }
        }

        Assert.True(count > 800);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("a(b", "unterminated group", 1)]
    [InlineData("ab)", "unmatched ')'", 2)]
    [InlineData("x[a", "unterminated character class", 1)]
    [InlineData("a**", "nothing to repeat", 2)]
    [InlineData("(?<=a)*", "nothing to repeat", 6)]
    [InlineData("a{2,1}", "numbers out of order in {} quantifier", 1)]
    [InlineData("[z-a]", "range out of order in character class", 1)]
    [InlineData("a(?i)", "invalid group", 1)]
    [InlineData("(?<n>a)(?<n>b)", "duplicate capture group name", 10)]
    [InlineData(@"(?<n>a)\k<m>", "invalid named reference", 7)]
    [InlineData("(?<1>a)", "invalid capture group name", 3)]
    [InlineData(@"a\", @"\ at end of pattern", 1)]
    public void Says_why_and_where_a_pattern_is_refused(string text, string reason, int position)
    {
        PatternException refusal = Assert.Throws<PatternException>(() => new Pattern(text, Limit));
        Assert.Equal(reason, refusal.Message);
        Assert.Equal(position, refusal.Position);
    }

    /// <summary>What would exhaust the stack, .NET's engine or the start's time; each costs no more than a moment.</summary>
    [Theory]
    [InlineData("(", 10_000, "", ")", "nested too deeply")]
    [InlineData("(?:", 200, "a", "){2}", "counted repetitions nested too deeply")]
    [InlineData("(?:", 40, "a", "){2,2}?", "counted repetitions nested too deeply")]
    [InlineData("a", 40_000, "", "", "longer than 32768 characters")]
    public void Refuses_what_could_not_be_carried_out(string opening, int count, string middle, string closing, string reason)
    {
        string text = string.Concat(Enumerable.Repeat(opening, count)) + middle + string.Concat(Enumerable.Repeat(closing, count));
        Assert.Contains(reason, Assert.Throws<PatternException>(() => new Pattern(text, Limit)).Message);
    }

    [Theory]
    [InlineData("(?:", 19, "a", "){2}")]
    [InlineData("(?:", 240, "a", ")+")]
    [InlineData("(?:", 240, "a", "){1,2}")]
    [InlineData("(a*)*", 6_000, "", "")]
    [InlineData("(?:a?b?c?)*", 2_900, "", "")]
    [InlineData("(a|b)", 6_000, "", "")]
    [InlineData("(?=a)(a|b)*c{3}", 2_000, "", "")]
    [InlineData("a{1,1000}", 3_000, "", "")]
    [InlineData("(?:a{2147483647}){2147483647}", 1, "", "")]
    [InlineData("\u4e00\u9fff\u5432", 8_000, "", "")]
    public void Takes_what_is_large_but_can_be(string opening, int count, string middle, string closing)
    {
        string text = string.Concat(Enumerable.Repeat(opening, count)) + middle + string.Concat(Enumerable.Repeat(closing, count));
        var pattern = new Pattern(text, Limit);
        try
        {
            pattern.IsFoundIn("abcabc");
        }
        catch (RegexMatchTimeoutException)
        {
            Assert.False(pattern.IsLinear);
        }
    }

    [Theory]
    [InlineData(@"\bjoe\b", true)]
    [InlineData("(a*)*b", true)]
    [InlineData("^(?:(a)|b)*$", true)]
    [InlineData("a{2,4000}", true)]
    [InlineData("(?:a{100}){100}", false)]
    [InlineData("a(?=b)", false)]
    [InlineData("(?<!a)b", false)]
    [InlineData(@"(a)\1", false)]
    public void Is_linear_without_look_around_and_back_references(string text, bool isLinear) =>
        Assert.Equal(isLinear, new Pattern(text, Limit).IsLinear);

    [Theory]
    [InlineData("joe@acme", "to joe at acme", false)]
    [InlineData("joe|ann", "to ann", true)]
    [InlineData("(?:joe|ann)@acme", "joe@x", false)]
    [InlineData("(x|y)+z{2}", "xx", false)]
    [InlineData("a?b*", "nothing", true)]
    [InlineData("é", "nothing", true)]
    [InlineData("[a-z]+(?:@|%40)[a-z]+", "joe%4acme", false)]
    [InlineData("[a-z]+(?:@|%40)[a-z]+", "%4 %joe%40acme", true)]
    [InlineData("[a-z]+(?:@|%40)[a-z]+", "joe%@acme", true)]
    [InlineData("(?:[Kk]|[Ll]ong)[0-9]+", "a LONG7", true)]
    [InlineData("[0-9]{4}-[0-9]{2}", "2026-1", false)]
    public void Rules_a_value_out_by_its_literals(string text, string value, bool mayBe)
    {
        var pattern = new Pattern(text, Limit);
        var utf8 = new Detail("b", Encoding.UTF8.GetBytes(value));
        Assert.Equal(mayBe, pattern.MayBeIn(utf8));
        Assert.False(utf8.IsText);
        Assert.Equal(mayBe, pattern.MayBeIn(new Detail("b", value)));
    }

    [Fact]
    public void A_back_reference_that_blows_up_ends_at_the_limit()
    {
        var pattern = new Pattern(@"(a+)+\1!", TimeSpan.FromMilliseconds(50));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<RegexMatchTimeoutException>(() => pattern.IsFoundIn(new string('a', 40) + "b!"));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_replacement_that_blows_up_ends_before_memory_does()
    {
        var pattern = new Pattern("a", TimeSpan.FromSeconds(60), "$`$'$`$'");
        Assert.Throws<ResultTooLongException>(() => pattern.ReplaceIn(new string('a', 1 << 20)));
    }

    [Fact]
    public void Many_matches_that_each_look_far_ahead_end_at_the_limit()
    {
        var pattern = new Pattern("a(?:[^]*z)?", TimeSpan.FromMilliseconds(10), "x");
        Assert.True(pattern.IsLinear);
        Assert.Throws<RegexMatchTimeoutException>(() => pattern.ReplaceIn(new string('a', 1 << 20)));
    }

    [Fact]
    public void Threads_share_a_pattern()
    {
        var pattern = new Pattern(@"(\w+)@(\w+)", Limit, "$2 $1");
        string[] results = new string[64];
        Parallel.For(0, results.Length, i => results[i] = pattern.ReplaceIn($"joe{i}@acme{i}, ann@x")!);
        Assert.Equal(Enumerable.Range(0, results.Length).Select(i => $"acme{i} joe{i}, x ann"), results);
    }

    private static JsonElement.ArrayEnumerator Rows() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Masking", "patterns.json"))).RootElement.EnumerateArray();
}

using Gor.Masking;
using Gor.Output;
using Gor.Tests.Kit;
using Serilog.Core;

namespace Gor.Tests.Masking;

public sealed class RuleBookTests : IDisposable
{
    private readonly Logged _log = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_good_file_takes_the_place_of_the_old_one_as_a_whole()
    {
        RuleBook book = Open("allow_http_url\n/a/ remove");
        RuleSet old = book.Current;
        File.WriteAllText(_path, "allow_http_url\n/b/ remove");
        var counters = new Counters();
        Assert.Equal(ReloadOutcome.Reloaded, book.Reload(counters));
        Assert.Equal(1, counters[Counter.RulesReloaded]);
        Assert.True(book.Current.Kills("b"));
        Assert.False(book.Current.Kills("a"));
        Assert.True(old.Kills("a"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void A_bad_file_keeps_the_old_rules(string? text)
    {
        RuleBook book = Open("allow_http_url\n/a/ remove");
        RuleSet old = book.Current;
        if (text is null)
        {
            File.Delete(_path);
        }
        else
        {
            File.WriteAllText(_path, text);
        }

        var counters = new Counters();
        Assert.Equal(ReloadOutcome.Refused, book.Reload(counters));
        Assert.Equal(1, counters[Counter.RulesReloadsRefused]);
        Assert.Same(old, book.Current);
    }

    [Fact]
    public void Without_a_file_nothing_happens()
    {
        var options = new MaskingOptions { Rules = "include debug" };
        var book = new RuleBook(options, RuleParser.Parse(options), Logger.None);
        RuleSet old = book.Current;
        Assert.Equal(ReloadOutcome.NoFile, book.Reload(new Counters()));
        Assert.Same(old, book.Current);
    }

    [Theory]
    [InlineData("allow_http_url\n/a/ remove", "/b/ remove", nameof(ReloadOutcome.Refused))]
    [InlineData("allow_http_url\n/a/ remove", "allow_http_url\n/b/ remove", nameof(ReloadOutcome.Reloaded))]
    [InlineData("allow_http_url\n/a/ remove", "skip_submission", nameof(ReloadOutcome.Reloaded))]
    [InlineData("skip_submission", "allow_http_url", nameof(ReloadOutcome.Refused))]
    [InlineData("skip_submission", "skip_submission\nallow_http_url", nameof(ReloadOutcome.Reloaded))]
    public void What_the_run_cannot_use_is_refused(string first, string second, string expected)
    {
        RuleBook book = Open(first);
        RuleSet old = book.Current;
        File.WriteAllText(_path, second);
        var counters = new Counters();
        Assert.Equal(expected, book.Reload(counters).ToString());
        Assert.Equal(expected == nameof(ReloadOutcome.Refused), ReferenceEquals(old, book.Current));
        Assert.Equal(expected == nameof(ReloadOutcome.Refused) ? 1 : 0, counters[Counter.RulesReloadsRefused]);
        Assert.Equal(expected == nameof(ReloadOutcome.Refused), _log.Lines.Any(line => line.StartsWith("Error: rules were not reloaded", StringComparison.Ordinal)));
    }

    [Fact]
    public void Submission_that_was_skipped_later_only_comes_back()
    {
        RuleBook book = Open("include debug");
        File.WriteAllText(_path, "include debug\nskip_submission");
        Assert.Equal(ReloadOutcome.Reloaded, book.Reload(new Counters()));
        Assert.True(book.Current.SkipsSubmission);
        File.WriteAllText(_path, "include debug\nskip_compression");
        Assert.Equal(ReloadOutcome.Reloaded, book.Reload(new Counters()));
        Assert.False(book.Current.SkipsSubmission);
        Assert.Contains(_log.Lines, line => line.StartsWith("Warning: skip_compression", StringComparison.Ordinal));
    }

    /// <summary>With a destination to which rules must permit plain http.</summary>
    private RuleBook Open(string rules)
    {
        File.WriteAllText(_path, rules);
        var options = new MaskingOptions { Rules = $"file://{_path}" };
        var output = new OutputOptions { Resurface = ["http://10.0.0.1/message"] };
        return new RuleBook(options, RuleParser.Parse(options), _log.Log, read => PlainHttp.Check(output, read));
    }
}

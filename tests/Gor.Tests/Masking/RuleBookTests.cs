using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

public sealed class RuleBookTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_good_file_takes_the_place_of_the_old_one_as_a_whole()
    {
        RuleBook book = Open("/a/ remove");
        RuleSet old = book.Current;
        File.WriteAllText(_path, "/b/ remove");
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
        RuleBook book = Open("/a/ remove");
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

    private RuleBook Open(string rules)
    {
        File.WriteAllText(_path, rules);
        var options = new MaskingOptions { Rules = $"file://{_path}" };
        return new RuleBook(options, RuleParser.Parse(options), Logger.None);
    }
}

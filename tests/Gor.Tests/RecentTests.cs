namespace Gor.Tests;

public sealed class RecentTests
{
    private readonly Recent<string, int> _recent = new(keptNs: 100, most: 4);

    [Fact]
    public void Keeps_the_last_value_of_a_key()
    {
        _recent.Put("one", 1, 0);
        _recent.Put("one", 2, 10);
        Assert.True(_recent.TryGet("one", out int value));
        Assert.Equal(2, value);
        Assert.False(_recent.TryGet("other", out _));
    }

    [Fact]
    public void Forgets_what_is_old_but_not_what_was_seen_again()
    {
        _recent.Put("old", 1, 0);
        _recent.Put("again", 1, 0);
        _recent.Put("again", 2, 60);
        _recent.Put("new", 3, 101);
        Assert.False(_recent.TryGet("old", out _));
        Assert.True(_recent.TryGet("again", out _));
        Assert.True(_recent.TryGet("new", out _));
    }

    [Fact]
    public void Forgets_the_oldest_of_too_many()
    {
        foreach (string key in (string[])["a", "b", "c", "d", "e"])
        {
            _recent.Put(key, 0, 0);
        }

        Assert.True(_recent.TryGet("e", out _));
        Assert.False(_recent.TryGet("a", out _));
    }

    [Fact]
    public void Bears_any_time()
    {
        foreach (long at in (long[])[long.MaxValue, long.MinValue, 0, long.MinValue + 1, long.MaxValue])
        {
            _recent.Put("any", 1, at);
            Assert.True(_recent.TryGet("any", out _));
        }
    }
}

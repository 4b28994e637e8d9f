using Gor.Playback;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Playback;

public sealed class LiveMatcherTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_call_goes_on_as_soon_as_it_is_whole_whatever_came_first()
    {
        LiveMatcher matcher = Make();
        Assert.Null(Add(matcher, "a2@9"));
        Assert.Null(Add(matcher, "b1@1"));
        Assert.Equal("a1 a2", Add(matcher, "a1@1"));
        Assert.Equal("b1 b2", Add(matcher, "b2@2"));
        Assert.Null(matcher.NextAlone(isEnd: true));
    }

    [Fact]
    public void The_same_half_twice_lets_the_first_go_alone()
    {
        LiveMatcher matcher = Make();
        Add(matcher, "a1@1");
        Assert.Equal("a1 -", Add(matcher, "a1@2"));
        Assert.Equal("a1 a2", Add(matcher, "a2@3"));
    }

    [Fact]
    public void Without_any_response_a_request_waits_a_second_only()
    {
        LiveMatcher matcher = Make();
        Add(matcher, "a1@1");
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Null(matcher.NextAlone());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a1 -", CallMatcherTests.Text(matcher.NextAlone()!));
    }

    [Fact]
    public void Once_responses_come_a_request_waits_two_minutes()
    {
        LiveMatcher matcher = Make();
        Add(matcher, "x2@1");
        Add(matcher, "x1@1");
        Add(matcher, "a1@1");
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.Null(matcher.NextAlone());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a1 -", CallMatcherTests.Text(matcher.NextAlone()!));
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        var matcher = new LiveMatcher(3, _time);
        Add(matcher, "a1@1");
        Assert.Null(matcher.NextAlone());
        Add(matcher, "b1@1");
        Assert.Equal("a1 -", CallMatcherTests.Text(matcher.NextAlone()!));
    }

    private LiveMatcher Make() => new(1000, _time);

    private static string? Add(LiveMatcher matcher, string message) =>
        matcher.TryMatch(CallMatcherTests.Message(message), out TapedCall? call) ? CallMatcherTests.Text(call) : null;
}

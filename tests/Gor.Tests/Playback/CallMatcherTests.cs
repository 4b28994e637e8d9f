using System.Text;
using Gor.Playback;
using Gor.Tape;

namespace Gor.Tests.Playback;

public sealed class CallMatcherTests
{
    [Fact]
    public void Calls_come_whole_in_the_order_in_which_they_begin()
    {
        Assert.Equal(["a1 a2", "b1 b2"], Match("a1@1", "b1@2", "b2@3", "a2@4"));
        Assert.Equal(["a1 a2"], Match("a2@1", "a1@1"));
    }

    [Fact]
    public void Halves_whose_partner_is_not_there_come_alone_at_the_end() => Assert.Equal(["a1 -", "- b2", "c1 c2"], Match("a1@1", "b2@2", "c1@3", "c2@4"));

    [Fact]
    public void The_same_half_twice_is_two_calls() => Assert.Equal(["a1 -", "a1 a2"], Match("a1@1", "a1@2", "a2@3"));

    [Fact]
    public void A_half_waits_no_longer_than_the_patience()
    {
        var matcher = new CallMatcher(patienceNs: 10, limit: 1000);
        matcher.Add(Message("a1@0"));
        matcher.Add(Message("b1@10"));
        Assert.Null(matcher.Next());
        matcher.Add(Message("c1@11"));
        Assert.Equal("a1 -", Text(matcher.Next()!));
        Assert.Null(matcher.Next());
        matcher.Add(Message("a2@12"));
        matcher.Add(Message("c2@13"));
        Assert.Null(matcher.Next());
        matcher.Add(Message("d1@21"));
        Assert.Equal("b1 -", Text(matcher.Next()!));
        Assert.Equal("c1 c2", Text(matcher.Next()!));
        Assert.Null(matcher.Next());
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        var matcher = new CallMatcher(patienceNs: 1000, limit: 4);
        matcher.Add(Message("a1@0"));
        matcher.Add(Message("b1@0"));
        Assert.Null(matcher.Next());
        matcher.Add(Message("c1@0"));
        Assert.Equal("a1 -", Text(matcher.Next()!));
        Assert.Null(matcher.Next());
    }

    /// <summary><c>a1@5</c>: the request of the call a at 5 ns.</summary>
    internal static TapeMessage Message(string text)
    {
        string[] parts = text.Split('@');
        var header = new TapeHeader((TapeKind)(parts[0][^1] - '0'), TapeId.Of(Encoding.ASCII.GetBytes(parts[0][..^1])), long.Parse(parts[1]), -1);
        return new TapeMessage(header, Encoding.ASCII.GetBytes(parts[0]));
    }

    internal static string Text(TapedCall call) => $"{Text(call.Request)} {Text(call.Response)}";

    private static string Text(TapeMessage? message) => message is null ? "-" : Encoding.ASCII.GetString(message.Content.Span);

    private static List<string> Match(params string[] messages)
    {
        var matcher = new CallMatcher(patienceNs: 1000, limit: 1000);
        List<string> calls = [];
        foreach (string message in messages)
        {
            matcher.Add(Message(message));
            while (matcher.Next() is { } call)
            {
                calls.Add(Text(call));
            }
        }

        while (matcher.Next(isEnd: true) is { } call)
        {
            calls.Add(Text(call));
        }

        return calls;
    }
}

using System.Text;
using CsCheck;
using Gor.Tape;

namespace Gor.Tests.Tape;

public sealed class TapeParserTests
{
    private const string Id = "0123456789abcdef01234567";
    private const string End = "\n🐵🙈🙉\n";

    [Fact]
    public void A_file_that_GoReplay_wrote_is_read()
    {
        IReadOnlyList<TapeMessage> messages = Read(
            $"1 932079936fa4306fc308d67588178d17d823647c 1439818823587396305 200\nGET / HTTP/1.1\r\nHost: a\r\n\r\n{End}"
            + $"2 {Id} 1439818823588396305 -1\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok{End}");
        Assert.Equal(2, messages.Count);
        Assert.Equal((TapeKind.Request, 1439818823587396305, 200), (messages[0].Header.Kind, messages[0].Header.TimestampNs, messages[0].Header.LatencyNs));
        Assert.Equal("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Text(messages[0]));
        Assert.Equal((TapeKind.Response, Id, -1), (messages[1].Header.Kind, messages[1].Header.Id.ToString(), messages[1].Header.LatencyNs));
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", Text(messages[1]));
    }

    [Theory]
    [InlineData("1 a 5")]
    [InlineData("1 a 5 7 8 9")]
    [InlineData("3 a 5 7\r")]
    public void A_line_needs_three_words(string line) => Assert.Single(Read($"{line}\nx{End}"));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 a")]
    [InlineData("1 a b")]
    [InlineData("1 a 5 x")]
    [InlineData("4 a 5 7")]
    [InlineData("12 a 5 7")]
    [InlineData("GET / HTTP/1.1")]
    public void What_has_no_such_line_is_passed_over_and_counted(string line)
    {
        var parser = new TapeParser(1 << 20);
        IReadOnlyList<TapeMessage> messages = Read(parser, Encoding.UTF8.GetBytes($"{line}\nx{End}1 a 5 7\ny{End}"), 1000);
        Assert.Equal("y", Text(Assert.Single(messages)));
        Assert.Equal(1, parser.Malformed);
    }

    [Fact]
    public void A_separator_within_a_body_does_not_end_the_message()
    {
        string body = $"one{End}2 is not a line of a tape{End}{End}three";
        string message = $"POST / HTTP/1.1\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        IReadOnlyList<TapeMessage> messages = Read($"1 a 5 7\n{message}{End}2 a 6 7\nHTTP/1.1 204 \r\n\r\n{End}");
        Assert.Equal(2, messages.Count);
        Assert.Equal(message, Text(messages[0]));
    }

    [Fact]
    public void A_message_that_was_cut_does_not_swallow_the_next()
    {
        IReadOnlyList<TapeMessage> messages = Read($"1 a 5 7\nPOST / HTTP/1.1\r\nContent-Length: 900\r\n\r\nhalf{End}1 b 5 7\nGET / HTTP/1.1\r\n\r\n{End}");
        Assert.Equal(2, messages.Count);
        Assert.EndsWith("half", Text(messages[0]));
    }

    [Fact]
    public void The_last_message_needs_no_separator() => Assert.Equal("abc", Text(Assert.Single(Read("1 a 5 7\nabc"))));

    [Fact]
    public void A_pause_ends_a_message_that_may_be_cut()
    {
        var parser = new TapeParser(1 << 20);
        Feed(parser, Encoding.UTF8.GetBytes($"2 a 5 7\nHTTP/1.1 200 \r\nContent-Length: 9\r\n\r\n{End}"));
        Assert.Null(parser.Next());
        parser.Pause();
        Assert.NotNull(parser.Next());
    }

    [Fact]
    public void A_message_without_end_is_passed_over()
    {
        var parser = new TapeParser(1000);
        IReadOnlyList<TapeMessage> messages = Read(parser, [.. "1 a 5 7\n"u8, .. new byte[5000], .. Encoding.UTF8.GetBytes($"{End}1 b 5 7\ny{End}")], 100);
        Assert.Equal("y", Text(Assert.Single(messages)));
        Assert.Equal(1, parser.Malformed);
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same() => Gen.Select(
        Gen.OneOfConst("", "x", "\n", End, "🐵", "1 a 5 7\n", "a\n🐵🙈🙉 b").List[0, 5].Select(string.Concat).List[1, 4], Gen.Int[1, 40])
        .Sample((bodies, size) =>
        {
            string tape = string.Concat(bodies.Select(body =>
                $"1 a 5 7\nPOST / HTTP/1.1\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}{End}"));
            byte[] bytes = Encoding.UTF8.GetBytes(tape);
            Assert.Equal(Read(new TapeParser(1 << 20), bytes, bytes.Length).Select(Text), Read(new TapeParser(1 << 20), bytes, size).Select(Text));
        });

    [Fact]
    public void An_id_is_kept_where_it_is_ours_and_hashed_else()
    {
        Assert.Equal(Id, TapeId.Of(Encoding.ASCII.GetBytes(Id)).ToString());
        Assert.Equal(TapeId.Of("any token"u8), TapeId.Of("any token"u8));
        Assert.NotEqual(TapeId.Of("any token"u8), TapeId.Of("any tokem"u8));
        Assert.Equal(24, TapeId.Of("z"u8).ToString().Length);
    }

    private static IReadOnlyList<TapeMessage> Read(string tape) => Read(new TapeParser(1 << 20), Encoding.UTF8.GetBytes(tape), 7);

    private static List<TapeMessage> Read(TapeParser parser, byte[] tape, int size)
    {
        List<TapeMessage> messages = [];
        foreach (byte[] piece in tape.Chunk(size))
        {
            Feed(parser, piece);
            Drain(parser, messages);
        }

        parser.Pause(isLast: true);
        Drain(parser, messages);
        return messages;
    }

    private static void Drain(TapeParser parser, List<TapeMessage> messages)
    {
        while (parser.Next() is { } message)
        {
            messages.Add(message);
        }
    }

    private static void Feed(TapeParser parser, byte[] piece)
    {
        piece.CopyTo(parser.Room(piece.Length));
        parser.Advance(piece.Length);
    }

    private static string Text(TapeMessage message) => Encoding.UTF8.GetString(message.Content.Span);
}

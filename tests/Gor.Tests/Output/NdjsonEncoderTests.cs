using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using Gor.Masking;
using Gor.Output;

namespace Gor.Tests.Output;

public sealed class NdjsonEncoderTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("\"quoted\\\"", "\\\"quoted\\\\\\\"")]
    [InlineData("\b\t\n\f\r", "\\b\\t\\n\\f\\r")]
    [InlineData("\0\u0001\u000B\u001F\u007F", "\\u0000\\u0001\\u000b\\u001f\u007F")]
    [InlineData("<script>&'+/\u2028é漢😀", "<script>&'+/\u2028é漢😀")]
    [InlineData("\\u003c", "\\\\u003c")]
    public void Escapes_as_stringify_does(string value, string json)
    {
        Details text = new();
        text.Add("now", value);
        Assert.Equal($"[[\"now\",\"{json}\"]]", Encode(text));
        Details utf8 = new();
        utf8.Add("now", Encoding.UTF8.GetBytes(value));
        Assert.Equal($"[[\"now\",\"{json}\"]]", Encode(utf8));
    }

    [Fact]
    public void Puts_the_replacement_character_for_a_lone_surrogate()
    {
        Details details = new();
        details.Add("a\uDC00", "\uD83Dx\"\uDE00" + new string('z', 20_000) + "\uD83D");
        Assert.Equal($"[[\"a\uFFFD\",\"\uFFFDx\\\"\uFFFD{new string('z', 20_000)}\uFFFD\"]]", Encode(details));
    }

    [Fact]
    public void Writes_several_pairs_and_none()
    {
        Details details = new();
        Assert.Equal("[]", Encode(details));
        details.Add("b", "1");
        details.Add("a", "2"u8.ToArray());
        details.Add("b", "3");
        Assert.Equal("[[\"b\",\"1\"],[\"a\",\"2\"],[\"b\",\"3\"]]", Encode(details));
    }

    [Fact]
    public void Survives_any_text() => Gen.Select(Gen.Char.Array[0, 400], Gen.Int[0, 4], Gen.String)
        .List[0, 5]
        .Sample(pairs =>
        {
            Details details = new();
            foreach ((char[] value, int repeat, string name) in pairs)
            {
                details.Add(name, string.Concat(Enumerable.Repeat(new string(value), 1 << repeat)));
            }

            AssertReadsBack(details);
        });

    [Fact]
    public void Survives_any_utf8() => Gen.String.List[0, 5].Sample(values =>
    {
        Details details = new();
        foreach (string value in values)
        {
            details.Add("request_body", Encoding.UTF8.GetBytes(value));
        }

        AssertReadsBack(details);
    });

    /// <summary>Reads the line with a parser that is not ours.</summary>
    private static void AssertReadsBack(Details details)
    {
        string line = Encode(details);
        Assert.DoesNotContain('\n', line);
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal(
            details.Items.Select(d => (WellFormed(d.Name), WellFormed(d.Text))),
            json.RootElement.EnumerateArray().Select(p => (p[0].GetString()!, p[1].GetString()!)));
    }

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Encode(Details details)
    {
        ArrayBufferWriter<byte> line = new();
        NdjsonEncoder.Encode(details, line);
        Assert.True(Utf8.IsValid(line.WrittenSpan));
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }
}

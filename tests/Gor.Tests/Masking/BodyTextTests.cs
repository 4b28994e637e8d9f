using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public sealed class BodyTextTests
{
    [Theory]
    [InlineData("", "636166C3A9", "café")]
    [InlineData("text/plain", "636166C3A9", "café")]
    [InlineData("text/plain; charset=utf-8", "EFBBBF636166C3A9", "café")]
    [InlineData("text/plain; charset=iso-8859-1", "636166E9", "café")]
    [InlineData("text/plain; charset=\"ISO-8859-1\"", "636166E9", "café")]
    [InlineData("text/plain; charset=windows-1252", "80936166E994", "€“afé”")]
    [InlineData("text/plain; charset=utf-16", "FFFE6100E900", "aé")]
    [InlineData("text/plain; charset=utf-16", "FEFF006100E9", "aé")]
    [InlineData("text/plain; charset=utf-16", "6100E900", "aé")]
    [InlineData("text/plain; charset=utf-16be", "006100E9", "aé")]
    [InlineData("text/plain; charset=utf-16le", "FFFE6100E900", "aé")]
    [InlineData("text/plain", "FFFE6100E900", "aé")]
    [InlineData("text/plain; charset=iso-8859-1", "EFBBBFC3A9", "é")]
    [InlineData("text/plain; charset=shift_jis", "8ABF8E9A", "漢字")]
    [InlineData("text/plain; charset=gbk", "BABAD7D6", "汉字")]
    [InlineData("text/plain; charset=nonsense", "C3A9", "é")]
    [InlineData("text/plain; charset=utf-16", "3DD800DE", "😀")]
    [InlineData("text/plain", "F09F9880", "😀")]
    [InlineData("text/plain", "EFBBBF", null)]
    [InlineData("text/plain; charset=utf-16", "FFFE", null)]
    public void Reads_the_charset(string contentType, string content, string? text) =>
        Assert.Equal((true, text), Read(contentType, Convert.FromHexString(content)));

    [Fact]
    public void Replaces_invalid_sequences_as_the_encoding_standard_does() => Assert.Equal(
        (true, "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop\uFFFDx\uFFFD\uFFFDy\uFFFD"),
        Read("", [.. "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop"u8, 0xFF, (byte)'x', 0xC0, 0x80, (byte)'y', 0xE6, 0xBC]));

    [Theory]
    [InlineData("utf-8", "FF")]
    [InlineData("shift_jis", "81")]
    [InlineData("gbk", "FDFF")]
    [InlineData("big5", "FDFF")]
    [InlineData("euc-jp", "FDFF")]
    [InlineData("euc-kr", "FDFF")]
    [InlineData("gb18030", "FF")]
    [InlineData("utf-16le", "FF")]
    public void Replaces_what_no_charset_can_mean(string charset, string invalid)
    {
        byte[] content = Enumerable.Repeat((byte)'a', 100).ToArray();
        Assert.Contains('\uFFFD', Read($"text/plain; charset={charset}", [.. content, .. Convert.FromHexString(invalid)]).Text!);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Calls_binary_what_has_more_than_one_odd_character_in_sixteen(int odd)
    {
        byte[] fifteen = "0123456789abcde"u8.ToArray();
        Assert.True(Read("", [.. fifteen, (byte)odd]).IsText);
        Assert.False(Read("", [.. fifteen[1..], (byte)odd]).IsText);
        Assert.False(Read("", [(byte)odd]).IsText);
    }

    [Fact]
    public void Counts_replacement_characters_of_the_wire_too()
    {
        byte[] fifteen = "0123456789abcde"u8.ToArray();
        Assert.True(Read("", [.. fifteen, .. "\uFFFD"u8]).IsText);
        Assert.False(Read("", [.. fifteen[1..], .. "\uFFFD"u8]).IsText);
    }

    [Fact]
    public void Counts_characters_and_not_bytes()
    {
        byte[] fourteen = Encoding.UTF8.GetBytes(new string('漢', 14));
        Assert.False(Read("", [.. fourteen, 0]).IsText);
        Assert.False(Read("text/plain; charset=utf-16le", [.. Encoding.Unicode.GetBytes(new string('漢', 14)), 0, 0]).IsText);
        Assert.True(Read("text/plain; charset=utf-16le", [.. Encoding.Unicode.GetBytes(new string('漢', 15)), 0, 0]).IsText);
    }

    [Fact]
    public void Keeps_valid_utf8_as_bytes()
    {
        byte[] content = Encoding.UTF8.GetBytes("\uFEFFnaïve");
        Details details = new();
        Assert.True(BodyText.TryAddTo(details, "request_body", content, "text/plain; charset=utf-8"u8));
        Assert.False(details.Items[0].IsText);
        Assert.True(details.Items[0].Utf8.Overlaps(content));
    }

    private static (bool IsText, string? Text) Read(string contentType, byte[] content)
    {
        Details details = new();
        bool isText = BodyText.TryAddTo(details, "request_body", content, Encoding.Latin1.GetBytes(contentType));
        return (isText, details.Items.Count == 0 ? null : details.Items.Single().Text);
    }
}

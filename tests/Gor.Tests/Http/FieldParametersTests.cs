using System.Text;
using CsCheck;
using Gor.Http;

namespace Gor.Tests.Http;

public sealed class FieldParametersTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", "charset", "utf-8")]
    [InlineData("text/html;CHARSET=\"UTF-8\"", "charset", "UTF-8")]
    [InlineData("text/html ; a=b ; charset = x ", "charset", "x")]
    [InlineData("text/html; charset=a; charset=b", "charset", "a")]
    [InlineData("text/html; charset=", "charset", "")]
    [InlineData("text/html; charset", "charset", null)]
    [InlineData("text/html", "charset", null)]
    [InlineData("charset=x", "charset", null)]
    [InlineData("", "charset", null)]
    [InlineData(";;;charset=x", "charset", "x")]
    [InlineData("m/x; boundary=\"a;charset=b\"; charset=c", "charset", "c")]
    [InlineData("m/x; boundary=\"a b;=c\"", "boundary", "a b;=c")]
    [InlineData("form-data; name=\"a\\\"b\\\\c\"", "name", "a\"b\\c")]
    [InlineData("form-data; name=\"never closed; x=y", "name", "never closed; x=y")]
    [InlineData("form-data; name=\"", "name", "")]
    [InlineData("form-data; name=\"\"", "name", "")]
    [InlineData("form-data; filename=\"name=x\"; name=y", "name", "y")]
    [InlineData("form-data; xname=1; name=2", "name", "2")]
    [InlineData("form-data;\r\n name=folded", "name", "folded")]
    public void Finds_a_parameter(string value, string name, string? expected)
    {
        bool isFound = FieldParameters.TryFind(Encoding.Latin1.GetBytes(value), Encoding.Latin1.GetBytes(name), out var found);
        Assert.Equal(expected, isFound ? Encoding.Latin1.GetString(found) : null);
    }

    [Theory]
    [InlineData(" text/html ; charset=x", "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("", "")]
    [InlineData(";", "")]
    public void Reads_what_stands_before_the_parameters(string value, string head) =>
        Assert.Equal(head, Encoding.Latin1.GetString(FieldParameters.Head(Encoding.Latin1.GetBytes(value))));

    [Fact]
    public void Survives_any_value() => Gen.OneOfConst("a=\"\\; charset=x".ToCharArray()).Array[0, 40].Sample(
        characters => FieldParameters.TryFind(Encoding.Latin1.GetBytes(characters), "a"u8, out _) || characters.Length < 41);

    [Fact]
    public void Finds_what_was_quoted() => Gen.Char[' ', '~'].Array[0, 30].Sample(characters =>
    {
        string text = new(characters);
        string quoted = text.Replace("\\", "\\\\").Replace("\"", "\\\"");
        byte[] value = Encoding.Latin1.GetBytes($"form-data; other=\"{quoted}\"; name=\"{quoted}\"; z=1");
        Assert.True(FieldParameters.TryFind(value, "name"u8, out var found));
        Assert.Equal(text, Encoding.Latin1.GetString(found));
    });
}

using Gor.Output;

namespace Gor.Tests.Output;

public sealed class RequestHeaderTests
{
    [Theory]
    [InlineData("Authorization: Bearer abc:def", "Authorization", "Bearer abc:def")]
    [InlineData("X-Key:1", "X-Key", "1")]
    public void Reads_name_and_value(string text, string name, string value)
    {
        Assert.True(RequestHeader.TryParse(text, out RequestHeader header, out _));
        Assert.Equal((name, value), (header.Name, header.Value));
        Assert.DoesNotContain(value, header.ToString());
    }

    [Fact]
    public void Reads_a_value_from_a_file()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "Bearer abc\n");
        Assert.True(RequestHeader.TryParse($"Authorization: @{path}", out RequestHeader header, out _));
        Assert.Equal("Bearer abc", header.Value);
        File.Delete(path);
        Assert.False(RequestHeader.TryParse($"Authorization: @{path}", out _, out string? error));
        Assert.Contains(path, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization")]
    [InlineData(": x")]
    [InlineData("A b: x")]
    [InlineData("A:")]
    [InlineData("A: s3cret\nB: y")]
    [InlineData("content-type: s3cret")]
    [InlineData("Content-Encoding: s3cret")]
    public void Refuses_what_is_no_field_and_shows_no_value(string text)
    {
        Assert.False(RequestHeader.TryParse(text, out _, out string? error));
        Assert.DoesNotContain("s3cret", error);
    }
}

using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class OutputAddressTests
{
    [Theory]
    [InlineData("http://localhost:4001/message")]
    [InlineData("HTTP://localhost")]
    [InlineData("https://joe:secret@resurface.example/message?x=1")]
    [InlineData("http://[::1]:7701/message")]
    [InlineData("file:///var/log/calls")]
    [InlineData("calls.ndjson")]
    [InlineData("/tmp/calls.NDJSON")]
    [InlineData("-")]
    public void Takes_its_forms_as_they_are(string text)
    {
        Assert.True(OutputAddress.TryParse(text, out string value, out string? error), error);
        Assert.Equal(text, value);
    }

    [Theory]
    [InlineData("http://resurface/message", true)]
    [InlineData("HTTP://10.0.0.5:4001/message", true)]
    [InlineData("http://localhost.example/message", true)]
    [InlineData("http://[2001:db8::1]/message", true)]
    [InlineData("http://localhost:4001/message", false)]
    [InlineData("http://LOCALHOST:4001/message", false)]
    [InlineData("http://127.0.0.2:4001/message", false)]
    [InlineData("http://[::1]:4001/message", false)]
    [InlineData("https://resurface/message", false)]
    [InlineData("file:///tmp/calls.ndjson", false)]
    [InlineData("calls.ndjson", false)]
    [InlineData("-", false)]
    public void Knows_what_crosses_a_network_in_clear_text(string text, bool expected) =>
        Assert.Equal(expected, OutputAddress.NeedsAllowHttpUrl(text));

    [Theory]
    [InlineData("localhost:4001/message", "the scheme is missing; write http://localhost:4001/message")]
    [InlineData("resurface/message", "the scheme is missing; write http://resurface/message")]
    [InlineData("ftp://x/y", "the scheme ftp is unknown; expected http://")]
    [InlineData("http://", "not a URL; expected http://HOST[:PORT]/PATH, with a port up to 65535")]
    [InlineData("http://h:70000/x", "not a URL; expected http://HOST[:PORT]/PATH, with a port up to 65535")]
    [InlineData("http://h:0/x", "not a URL; expected http://HOST[:PORT]/PATH, with a port up to 65535")]
    [InlineData("http://h/x#y", "a URL to post to has no #fragment; drop it")]
    [InlineData("file://calls.ndjson", "expected file:/// (three slashes) and the absolute path of a file")]
    [InlineData("file:///tmp/", "expected file:/// (three slashes) and the absolute path of a file")]
    [InlineData("http://h/x|10%", "an address holds no |; a limit behind one is for --output-resurface")]
    [InlineData("calls.txt", "expected http://HOST[:PORT]/PATH, https://…, file:///PATH, a path that ends in .ndjson, or - for stdout")]
    [InlineData("", "expected http://")]
    public void Refuses_the_rest_with_the_remedy(string text, string expected)
    {
        Assert.False(OutputAddress.TryParse(text, out _, out string? error));
        Assert.StartsWith(expected, error);
    }
}

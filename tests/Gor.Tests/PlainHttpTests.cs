using Gor.Masking;
using Gor.Output;

namespace Gor.Tests;

public class PlainHttpTests
{
    [Theory]
    [InlineData("http://10.0.0.1/message", "include strict", 1)]
    [InlineData("HTTP://resurface.example:7701/message", "include standard", 1)]
    [InlineData("http://10.0.0.1/message", "include debug", 0)]
    [InlineData("http://10.0.0.1/message", "include strict\nallow_http_url", 0)]
    [InlineData("http://10.0.0.1/message", "skip_submission", 0)]
    [InlineData("https://10.0.0.1/message", "include strict", 0)]
    [InlineData("http://localhost:4001/message", "include strict", 0)]
    [InlineData("http://127.1.2.3:4001/message", "include strict", 0)]
    [InlineData("http://[::1]:4001/message", "include strict", 0)]
    [InlineData("file:///tmp/x.ndjson", "include strict", 0)]
    [InlineData("-", "include strict", 0)]
    public void Only_another_host_in_the_clear_needs_the_rule(string destination, string rules, int errors)
    {
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions { Rules = rules });
        Assert.Equal(errors, PlainHttp.Check(new OutputOptions { Resurface = [destination] }, parsed).Count());
    }

    [Fact]
    public void The_error_names_the_rule_and_no_password()
    {
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions());
        string error = Assert.Single(PlainHttp.Check(new OutputOptions { Resurface = ["http://joe:hidden@10.0.0.1/message"] }, parsed));
        Assert.Contains("allow_http_url", error);
        Assert.Contains("--output-resurface http://10.0.0.1/message", error);
        Assert.DoesNotContain("hidden", error);
    }
}

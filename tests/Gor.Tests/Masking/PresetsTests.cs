using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

public class PresetsTests
{
    private const string Card = "4111 1111 1111 1111";
    private const string Key = "AKIAQWERTYUIOPASDF23";

    [Theory]
    [InlineData("debug\ninclude pci\ninclude secrets")]
    [InlineData("pci\ninclude standard\ninclude secrets")]
    public void Ours_combine_with_theirs_and_find_secrets_in_every_place(string includes)
    {
        var rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = $"include {includes}" }), Logger.None);
        foreach (string secret in new[] { Card, Key })
        {
            string compact = secret.Replace(" ", "");
            var details = new Details();
            details.Add("request_method", compact);
            details.Add("request_url", $"http://h/{compact}?q={secret.Replace(" ", "%20")}");
            details.Add("response_code", "200");
            details.Add("request_body", System.Text.Encoding.UTF8.GetBytes($"{{\"a\":\"{secret}\"}}"));
            details.Add("request_header:x-note", $"see {secret}.");
            details.Add($"request_header:{compact.ToLowerInvariant()}", "named by a secret");
            details.Add($"request_param:{compact.ToLowerInvariant()}", "1");
            details.Add("request_param:q", secret);
            details.Add("response_header:location", $"/x?{secret.Replace(" ", "+")}");
            details.Add("response_body", $"a={secret}&b=[{compact}]");
            details.Add("session_field:s", secret);
            details.Add("now", "1767225600123");
            details.Add("interval", "18");
            Assert.Equal(RuleOutcome.Kept, rules.Apply(details, new Counters()));
            string all = string.Join('\n', details.Items.Select(detail => $"{detail.Name}={detail.Text}"));
            Assert.DoesNotContain(compact, all.Replace(" ", "").Replace("+", "").Replace("%20", ""), StringComparison.OrdinalIgnoreCase);
            Assert.Contains("now=1767225600123", all);
            Assert.Contains("response_code=200", all);
            Assert.Equal(11, details.Items.Count);
        }
    }

    [Theory]
    [InlineData("%7B%22email%22%3A%22joe%40acme.com%22%7D", "%7B%22email%22%3A%22[email]%22%7D")]
    [InlineData("%7b%22a%22%3a%5b%22joe@acme.com%22%2c%22jos%c3%a9%2Btag%40acme.com%22%5d%7d", "%7b%22a%22%3a%5b%22[email]%22%2c%22[email]%22%5d%7d")]
    [InlineData("Joe%20%3Cjoe%40acme.com%3E", "Joe%20%3C[email]%3E")]
    [InlineData("joe%40corp%40acme.com", "[email]")]
    [InlineData("50%joe@acme.com", "[email]")]
    [InlineData("%22logo@2x.png", "%22logo@2x.png")]
    public void Of_coded_text_an_address_is_masked_and_nothing_else(string text, string expected)
    {
        var rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = "include pii" }), Logger.None);
        var details = new Details();
        details.Add("request_body", text);
        Assert.Equal(RuleOutcome.Kept, rules.Apply(details, new Counters()));
        Assert.Equal(expected, details.Items[0].Text);
    }

    [Theory]
    [InlineData("request_header:authorization", "Bearer abc", "Bearer [credential]")]
    [InlineData("request_header:authorization", "opaque", "[credential]")]
    [InlineData("request_header:proxy-authorization", "Digest username=\"joe\", response=\"1\"", "Digest [credential]")]
    [InlineData("request_header:x-api-key", "abc", "[secret]")]
    [InlineData("request_header:x-amz-security-token", "abc", "[secret]")]
    [InlineData("request_header:cookie", "a=b; c=d", "a=[cookie]; c=[cookie]")]
    [InlineData("response_header:set-cookie", "sid=abc; Path=/; HttpOnly", "sid=[cookie]; Path=/; HttpOnly")]
    [InlineData("session_field:sid", "abc", "[cookie]")]
    [InlineData("request_param:db_password", "abc", "[secret]")]
    [InlineData("request_param:token_count", "12", "12")]
    [InlineData("request_param:user[password]", "abc", "[secret]")]
    [InlineData("request_param:password_confirmation", "abc", "[secret]")]
    [InlineData("request_param:x-amz-signature", "abc", "[secret]")]
    [InlineData("request_param:token", "8f14e45fceea167a5a36dedd4bea2543", "[secret]")]
    [InlineData("request_param:token", "page2", "page2")]
    [InlineData("request_header:accept", "text/html", "text/html")]
    public void Secrets_are_known_by_their_place(string name, string value, string expected)
    {
        var details = new Details();
        details.Add(name, value);
        var rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = "include secrets" }), Logger.None);
        Assert.Equal(RuleOutcome.Kept, rules.Apply(details, new Counters()));
        Assert.Equal(expected, details.Items[0].Text);
    }

    [Fact]
    public void Their_rules_are_legal_without_errors() => Assert.All(Presets.Names, name =>
        Assert.Empty(RuleParser.Parse(new MaskingOptions { Rules = $"include {name}" }).Errors));

    [Fact]
    public void Every_detector_is_linear() => Assert.All(
        new[] { "pci", "pii", "secrets" }.SelectMany(name => RuleParser.Parse(new MaskingOptions { Rules = $"include {name}" }).Rules),
        rule => Assert.True(rule.IsLinear, rule.ToString()));

    [Fact]
    public void A_bare_number_in_JSON_becomes_a_string()
    {
        var card = new CardDetector();
        Assert.Equal("{\"n\": \"[card]\" , \"m\":[\"[card]\"]}", card.Mask("{\"n\": 4111111111111111 , \"m\":[4111111111111111]}"));
        Assert.Null(card.Mask("{\"n\":-4111111111111111,\"m\":[4111111111111111.5,4111111111111111e3],\"o\":0.4111111111111111,\"p\":4.111111111111111}"));
        Assert.Equal("{\"n\":\"[card]\"}", card.Mask("{\"n\":\"4111111111111111\"}"));
    }
}

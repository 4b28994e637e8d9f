using System.Text;
using Gor.Http;
using Gor.Masking;

namespace Gor.Tests.Masking;

public sealed class DetailsBuilderTests
{
    private readonly Counters _counters = new();

    [Fact]
    public void Gives_every_pair_in_its_place()
    {
        SampleExchange sample = new()
        {
            Method = "POST"u8.ToArray(),
            Target = "/orders?ref=42"u8.ToArray(),
            Status = 201,
            RequestFields =
            [
                ("HOST", "shop.example:8080"), ("Content-Type", "application/x-www-form-urlencoded"),
                ("X-A", "1"), ("x-a", "2"), ("Transfer-Encoding", "chunked"),
            ],
            RequestBody = "item=7"u8.ToArray(),
            ResponseFields = [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
            ResponseBody = "{\"id\":1031}"u8.ToArray(),
        };

        Assert.Equal(
        [
            "request_method=POST",
            "request_url=http://shop.example:8080/orders?ref=42",
            "response_code=201",
            "request_body=item=7",
            "request_header:host=shop.example:8080",
            "request_header:content-type=application/x-www-form-urlencoded",
            "request_header:x-a=1",
            "request_header:x-a=2",
            "request_header:transfer-encoding=chunked",
            "request_param:ref=42",
            "request_param:item=7",
            "response_header:content-type=application/json",
            "response_header:set-cookie=a=1",
            "response_header:set-cookie=b=2",
            "response_body={\"id\":1031}",
            "now=1767225600123",
            "interval=18",
        ],
        Pairs(sample));
    }

    [Theory]
    [InlineData(18_999_999, "18")]
    [InlineData(1_000_000, "1")]
    [InlineData(999_999, "1")]
    [InlineData(0, "1")]
    [InlineData(-5_000_000, "1")]
    [InlineData(300_000_000_000, "300000")]
    public void Gives_whole_milliseconds_and_at_least_one(long nanoseconds, string interval) =>
        Assert.Equal(interval, Value(new SampleExchange { ResponseNs = SampleExchange.RequestNs + nanoseconds }, "interval"));

    [Fact]
    public void Reads_field_values_as_utf8_where_valid_else_as_latin1()
    {
        SampleExchange sample = new()
        {
            RequestFields = [("X-Utf8", "caf\u00C3\u00A9"), ("X-Latin", "caf\u00E9"), ("X-\u00C9", "n"), ("X-Empty", "")],
        };
        Assert.Equal(
            ["request_header:x-utf8=café", "request_header:x-latin=café", "request_header:x-é=n", "request_header:x-empty="],
            Pairs(sample).Where(p => p.StartsWith("request_header:")));
    }

    [Fact]
    public void A_body_that_came_under_rules_which_could_not_let_it_out_is_not_called_too_long()
    {
        SampleExchange sample = new() { RequestBody = "item=7"u8.ToArray(), ResponseBody = "{}"u8.ToArray(), BodyLimit = 0 };
        using DetailsBuilder builder = new(new MaskingOptions(), _counters, _ => false);
        using Exchange exchange = sample.Make();
        Details details = new();
        builder.Build(exchange, details);
        builder.AddAfterRules(details);
        Assert.DoesNotContain(details.Items, detail => detail.Name is "request_body" or "response_body");
        Assert.Equal(
            ["custom_field:gor_request_body=uncollected", "custom_field:gor_response_body=uncollected"],
            details.Items.Where(detail => detail.Name.StartsWith("custom_field:")).Select(detail => $"{detail.Name}={detail.Text}"));
        Assert.Equal(0, _counters[Counter.BodiesOverLimit]);
    }

    [Fact]
    public void Does_not_make_what_is_killed()
    {
        SampleExchange sample = new()
        {
            Target = "/?a=1&b=2"u8.ToArray(),
            RequestFields = [("Cookie", "c=1"), ("User-Agent", "u")],
            ResponseFields = [("Set-Cookie", "c=1"), ("Content-Encoding", "gzip"), ("Content-Type", "text/plain")],
            RequestBody = "secret"u8.ToArray(),
            ResponseBody = [0x1F, 0x8B, 1, 2, 3],
        };
        HashSet<string> killed =
        [
            "request_body", "response_body", "request_header:cookie", "request_param:a",
            "response_header:set-cookie", "response_header:content-encoding",
        ];

        Assert.Equal(
        [
            "request_method=GET", "request_url=http://10.0.0.2:8080/?a=1&b=2", "response_code=200",
            "request_header:user-agent=u", "request_param:b=2", "response_header:content-type=text/plain",
            "now=1767225600123", "interval=18", "host",
        ],
        Pairs(sample, isKilled: killed.Contains, afterRules: true).Select(p => p.StartsWith("host=") ? "host" : p));
        Assert.Equal(0, _counters[Counter.BodiesCorrupt]);
    }

    [Fact]
    public void Asks_the_rules_anew_for_every_exchange()
    {
        bool isKilled = true;
        using DetailsBuilder builder = new(new MaskingOptions(), _counters, name => isKilled && name != "request_url");
        SampleExchange sample = new()
        {
            Target = "/?a=1"u8.ToArray(),
            ResponseFields = [("Server", "s")],
            ResponseBody = "b"u8.ToArray(),
        };
        string[] killed = ["request_header:host=shop.example", "request_param:a=1", "response_header:server=s", "response_body=b"];
        Assert.Empty(Pairs(builder, sample).Intersect(killed));
        isKilled = false;
        Assert.Equal(killed, Pairs(builder, sample).Intersect(killed));
    }

    [Fact]
    public void Reads_the_parameters_of_a_form_whose_body_is_killed()
    {
        SampleExchange sample = new()
        {
            RequestFields = [("Content-Type", "application/x-www-form-urlencoded")],
            RequestBody = "a=1"u8.ToArray(),
        };
        Assert.Contains("request_param:a=1", Pairs(sample, isKilled: name => name == "request_body"));
        Assert.DoesNotContain("request_body=a=1", Pairs(sample, isKilled: name => name == "request_body"));
    }

    [Theory]
    [InlineData("identity", 3, "response_body=abc", "custom_field:gor_response_body=truncated", Counter.BodiesTruncated)]
    [InlineData("compress", 0, null, "custom_field:gor_response_body=undecoded", Counter.BodiesUndecoded)]
    [InlineData("identity", 0, "response_body=abc", null, null)]
    public void Marks_damaged_bodies_after_the_rules(string coding, long missing, string? body, string? mark, object? counter)
    {
        SampleExchange sample = new()
        {
            ResponseFields = [("Content-Encoding", coding)],
            ResponseBody = "abc"u8.ToArray(),
            ResponseMissing = missing,
        };
        List<string> pairs = Pairs(sample, afterRules: true);
        Assert.Equal(body, pairs.Find(p => p.StartsWith("response_body=")));
        Assert.Equal(mark, pairs.Find(p => p.StartsWith("custom_field:")));
        Assert.StartsWith("host=", pairs[^1]);
        if (counter is Counter one)
        {
            Assert.Equal(1, _counters[one]);
        }
    }

    [Fact]
    public void Marks_corrupt_requests_and_forgets_the_mark_of_the_last_exchange()
    {
        using DetailsBuilder builder = new(new MaskingOptions(), _counters, _ => false);
        SampleExchange corrupt = new()
        {
            RequestFields = [("Content-Encoding", "gzip")],
            RequestBody = [0x1F, 0x8B, 0xFF, 0xFF, 0xFF],
        };
        Assert.Contains("custom_field:gor_request_body=corrupt", Pairs(builder, corrupt, afterRules: true));
        Assert.DoesNotContain(Pairs(builder, new SampleExchange(), afterRules: true), p => p.StartsWith("custom_field:"));
        Assert.Equal(1, _counters[Counter.BodiesCorrupt]);
    }

    [Fact]
    public void Marks_a_cut_body_even_where_no_rule_lets_it_out()
    {
        SampleExchange sample = new() { ResponseBody = "abc"u8.ToArray(), ResponseMissing = 1 };
        List<string> pairs = Pairs(sample, isKilled: name => name == "response_body", afterRules: true);
        Assert.Contains("custom_field:gor_response_body=truncated", pairs);
        Assert.DoesNotContain(pairs, p => p.StartsWith("response_body="));
    }

    [Fact]
    public void Replaces_bodies_over_the_limit()
    {
        SampleExchange sample = new()
        {
            BodyLimit = 10,
            RequestBody = "0123456789"u8.ToArray(),
            ResponseBody = "0123456789a"u8.ToArray(),
        };
        using DetailsBuilder builder = new(new MaskingOptions { BodyLimit = 10 }, _counters, _ => false);
        List<string> pairs = Pairs(builder, sample, afterRules: true);
        Assert.Contains("request_body=0123456789", pairs);
        Assert.Contains("response_body={ \"overflowed\": 11 }", pairs);
        Assert.DoesNotContain(pairs, p => p.StartsWith("custom_field:"));
        Assert.Equal(1, _counters[Counter.BodiesOverLimit]);
    }

    [Theory]
    [InlineData("X-Real-IP", "x-a|x-real-ip|x-b")]
    [InlineData("X-Client", "x-a|x-real-ip|x-b|x-real-ip|x-client")]
    [InlineData("", "x-a|x-real-ip|x-b|x-real-ip")]
    public void Sets_the_real_ip_header(string option, string names)
    {
        SampleExchange sample = new()
        {
            Client = "2001:db8::7",
            RequestFields = [("X-A", "1"), ("x-REAL-ip", "6.6.6.6"), ("X-B", "2"), ("X-Real-Ip", "7.7.7.7")],
        };
        using DetailsBuilder builder = new(new MaskingOptions { RealIpHeader = option }, _counters, _ => false);
        string[][] headers = [.. Pairs(builder, sample)
            .Where(p => p.StartsWith("request_header:"))
            .Select(p => p["request_header:".Length..].Split('=', 2))];
        Assert.Equal(names, string.Join('|', headers.Select(h => h[0])));
        Assert.Equal(option.Length > 0 ? ["2001:db8::7"] : [], headers.Where(h => h[0] == option.ToLowerInvariant()).Select(h => h[1]));
    }

    [Fact]
    public void Borrows_a_utf8_body_from_the_message()
    {
        using DetailsBuilder builder = new(new MaskingOptions(), _counters, _ => false);
        using Exchange exchange = new SampleExchange { ResponseBody = Encoding.UTF8.GetBytes("naïve") }.Make();
        Details details = new();
        builder.Build(exchange, details);
        Detail body = details.Items.Single(d => d.Name == "response_body");
        Assert.False(body.IsText);
        Assert.True(body.Utf8.Overlaps(exchange.Response.Body.Kept));
    }

    private List<string> Pairs(SampleExchange sample, Func<string, bool>? isKilled = null, bool afterRules = false)
    {
        using DetailsBuilder builder = new(new MaskingOptions(), _counters, isKilled ?? (_ => false));
        return Pairs(builder, sample, afterRules);
    }

    private static List<string> Pairs(DetailsBuilder builder, SampleExchange sample, bool afterRules = false)
    {
        using Exchange exchange = sample.Make();
        Details details = new();
        builder.Build(exchange, details);
        if (afterRules)
        {
            builder.AddAfterRules(details);
        }

        return [.. details.Items.Select(d => $"{d.Name}={d.Text}")];
    }

    private string Value(SampleExchange sample, string name) => Pairs(sample).Single(p => p.StartsWith(name + "="))[(name.Length + 1)..];
}

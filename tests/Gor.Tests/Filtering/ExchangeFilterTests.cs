using System.Text;
using Gor.Cli;
using Gor.Filtering;
using Gor.Http;
using Gor.Tests.Masking;

namespace Gor.Tests.Filtering;

/// <summary>Flags as typed, requests as they come out, and what is counted.</summary>
public sealed class ExchangeFilterTests
{
    private const string Basic = "Basic dXNlcjpwYXNz"; // user:pass

    [Theory]
    [InlineData("--http-allow-method GET", "GET /", "")]
    [InlineData("--http-allow-method POST --http-allow-method GET", "GET /", "")]
    [InlineData("--http-allow-method get", "GET /", "AllowMethod")]
    [InlineData("--http-allow-url ^/api --http-allow-url x=1$", "GET /b?x=1", "")]
    [InlineData("--http-allow-url ^/api", "GET /b", "AllowUrl")]
    [InlineData("--http-disallow-url /admin", "GET /a/admin", "DisallowUrl")]
    [InlineData("--http-disallow-url /admin", "GET /", "")]
    [InlineData("--http-allow-header x-id:^7", "GET / | X-Id: 71", "")]
    [InlineData("--http-allow-header X-Id:^7 --http-allow-header Host:shop", "GET / | X-Id: 71", "AllowHeader")]
    [InlineData("--http-allow-header X-Id:", "GET / | X-Id: ", "AllowHeader")]
    [InlineData("--http-allow-header X-Id:.", "GET /", "AllowHeader")]
    [InlineData("--http-allow-header X-Id:b", "GET / | X-Id: a | X-Id: b", "")]
    [InlineData("--http-disallow-header X-Id:b", "GET / | X-Id: a | X-Id: b", "DisallowHeader")]
    [InlineData("--http-disallow-header X-Id:.*", "GET /", "")]
    [InlineData("--http-basic-auth-filter ^user:", "GET / | Authorization: " + Basic, "")]
    [InlineData("--http-basic-auth-filter ^root:", "GET / | Authorization: " + Basic, "BasicAuth")]
    [InlineData("--http-basic-auth-filter .", "GET / | Authorization: Basic ???", "BasicAuth")]
    [InlineData("--http-basic-auth-filter ^root:", "GET / | Authorization: Bearer x", "")]
    [InlineData("--http-basic-auth-filter ^root:", "GET /", "")]
    [InlineData("--http-header-limiter X-Id:100%", "GET / | X-Id: a", "")]
    [InlineData("--http-header-limiter X-Id:0%", "GET / | X-Id: a", "HeaderLimiter")]
    [InlineData("--http-header-limiter X-Id:0%", "GET /", "")]
    [InlineData("--http-param-limiter id:0/4", "GET /?x=1&id=2", "ParamLimiter")]
    [InlineData("--http-param-limiter id:4/4", "GET /?id=2", "")]
    [InlineData("--http-param-limiter id:0%", "GET /?xid=2", "")]
    public void A_call_goes_on_or_is_counted(string flags, string request, string filteredAs)
    {
        (HttpRequest? passed, Counters counters) = Run(flags, request);
        Assert.Equal(filteredAs.Length == 0, passed is not null);
        long[] filtered = [.. Ends().Select(counter => counters[counter])];
        Assert.Equal(filteredAs.Length == 0 ? 0 : 1, filtered.Sum());
        if (filteredAs.Length > 0)
        {
            Assert.Equal(1, counters[Enum.Parse<Counter>($"ExchangesFiltered{filteredAs}")]);
        }
    }

    [Theory]
    [InlineData("--http-set-header X-New:1", "GET / | Host: a", "GET / | X-New: 1 | Host: a")]
    [InlineData("--http-set-header host:b", "GET / | X: 1 | Host: a | Host: c", "GET / | X: 1 | Host: b")]
    [InlineData("--http-set-header host:b", "GET / | Host: a | X: 1", "GET / | Host: b | X: 1")]
    [InlineData("--http-set-param id=7", "GET /a", "GET /a?id=7")]
    [InlineData("--http-set-param id=7", "GET /a?b", "GET /a?b&id=7")]
    [InlineData("--http-set-param id=7", "GET /a?xid=1&id=2&id=3", "GET /a?xid=1&id=7&id=3")]
    [InlineData("--http-set-param id=", "GET /a?id=2&b", "GET /a?id=&b")]
    [InlineData("--http-rewrite-url ^/v1/(.*):/v2/$1 --http-rewrite-url /v2:/v3", "GET /v1/a", "GET /v2/a")]
    [InlineData("--http-rewrite-url (?:x|y):z", "GET /xy", "GET /zz")]
    [InlineData("--http-rewrite-url .*:", "GET /xy", "GET /")]
    [InlineData("--http-rewrite-header Host:(.*).example.com,$1.test", "GET / | Host: a.example.com", "GET / | Host: a.test")]
    [InlineData("--http-rewrite-header None:a,b --http-rewrite-header X:a,b", "GET / | X: aa | x: ca", "GET / | X: bb | x: cb")]
    [InlineData("--http-rewrite-header X:a{1,2},b", "GET / | X: aaa", "GET / | X: bb")]
    [InlineData("--http-rewrite-header X:[,],;", "GET / | X: a,b", "GET / | X: a;b")]
    public void A_request_is_rewritten(string flags, string request, string expected)
    {
        (HttpRequest? passed, _) = Run(flags, request);
        Assert.Equal(expected, Text(passed!));
    }

    [Fact]
    public void What_is_set_is_seen_by_filters_and_what_is_rewritten_is_not()
    {
        const string Flags = "--http-rewrite-url ^/a:/secret --http-disallow-url ^/secret --http-allow-header X:1 --http-set-header X:1";
        Assert.Equal("GET /secret | X: 1", Text(Run(Flags, "GET /a").Request!));
        Assert.Null(Run(Flags, "GET /secret").Request);
    }

    [Fact]
    public void A_limiter_always_chooses_the_same_values_as_GoReplay()
    {
        // FNV-1a, 32 bits: "a" is 0xe40c292c = 3826002220, "foobar" 0xbf9cf968 = 3214735720.
        Assert.NotNull(Run("--http-header-limiter X:21%", "GET / | X: a").Request);
        Assert.Null(Run("--http-header-limiter X:20%", "GET / | X: a").Request);
        Assert.NotNull(Run("--http-header-limiter X:21%", "GET / | X: foobar").Request);
        Assert.Null(Run("--http-header-limiter X:20%", "GET / | X: foobar").Request);
    }

    [Theory]
    [InlineData("--http-allow-method=G T", "expected a method of HTTP, like GET")]
    [InlineData("--http-allow-url=a(", "not a regular expression of Go's: a closing ) is missing")]
    [InlineData("--http-disallow-url=a(", "not a regular expression of Go's")]
    [InlineData("--http-allow-header=X", "expected 'Name: regex'")]
    [InlineData("--http-disallow-header=X Y:a", "expected 'Name: regex', with the name of a header field")]
    [InlineData("--http-basic-auth-filter=[", "a closing ] is missing")]
    [InlineData("--http-header-limiter=X:101%", "expected 'name: N%' with N from 0 to 100")]
    [InlineData("--http-header-limiter=X", "expected 'name: N%'")]
    [InlineData("--http-param-limiter=x:ten%", "expected 'name: N%'")]
    [InlineData("--http-param-limiter=x:2/1", "expected 'name: N%'")]
    [InlineData("--http-set-header=X", "expected 'Name: value'")]
    [InlineData("--http-set-header=X:a\nb", "the value has control characters")]
    [InlineData("--http-set-param=x", "expected name=value")]
    [InlineData("--http-set-param=x=a b", "cannot stand in a query; write %20")]
    [InlineData("--http-rewrite-url=abc", "expected regex:target")]
    [InlineData("--http-rewrite-url=a(:b", "a closing ) is missing")]
    [InlineData("--http-rewrite-url=a:b c", "a blank or control character cannot stand in a URL")]
    [InlineData("--http-rewrite-header=X", "expected 'Name: regex,target'")]
    [InlineData("--http-rewrite-header=X:a", "expected 'Name: regex,target'")]
    [InlineData("--http-rewrite-header=X:a(,b", "a closing ) is missing")]
    [InlineData("--http-rewrite-header=X:a,b\r", "expected")]
    public void A_bad_value_is_an_error_at_the_start(string flag, string expected)
    {
        if (flag.EndsWith('\r'))
        {
            flag = flag.Replace(",b\r", ",b\rc");
            expected = "the target has control characters";
        }

        ParsedFlags<Options> flags = FlagParser.Parse(FilterFlags.All, [flag], new Options());
        string error = Assert.Single(flags.Errors);
        Assert.StartsWith(flag[..flag.IndexOf('=')], error);
        Assert.Contains(expected, error);
    }

    [Fact]
    public void Without_a_filter_there_is_no_step() => Assert.Empty(FilterSteps.Of(new FilterOptions()));

    private static IEnumerable<Counter> Ends() => Ledger.Equations.Single(equation => equation.Name == "exchanges").Ends
        .Where(counter => counter.ToString().StartsWith("ExchangesFiltered", StringComparison.Ordinal));

    private static (HttpRequest? Request, Counters Counters) Run(string flags, string request)
    {
        ParsedFlags<Options> parsed = FlagParser.Parse(FilterFlags.All, flags.Split(' '), new Options());
        Assert.Empty(parsed.Errors);
        var counters = new Counters();
        var passed = new Passed();
        var filter = new ExchangeFilter(FilterSteps.Of(parsed.Target.Filters), counters, passed);
        string[] parts = request.Split(" | ");
        string[] line = parts[0].Split(' ');
        filter.OnExchange(new SampleExchange
        {
            Method = Encoding.ASCII.GetBytes(line[0]),
            Target = Encoding.ASCII.GetBytes(line[1]),
            RequestFields = [.. parts.Skip(1).Select(field => (field.Split(": ")[0], field.Split(": ")[1]))],
        }.Make());
        return (passed.Exchange?.Request, counters);
    }

    private static string Text(HttpRequest request)
    {
        IEnumerable<string> fields = Enumerable.Range(0, request.Fields.Count).Select(i =>
            $"{Encoding.ASCII.GetString(request.Fields.Name(i))}: {Encoding.ASCII.GetString(request.Fields.Value(i))}");
        return string.Join(" | ", fields.Prepend($"{Encoding.ASCII.GetString(request.Method)} {Encoding.ASCII.GetString(request.Target)}"));
    }

    private sealed class Passed : IExchangeConsumer
    {
        public Exchange? Exchange { get; private set; }

        public void OnExchange(Exchange exchange) => Exchange = exchange;
    }
}

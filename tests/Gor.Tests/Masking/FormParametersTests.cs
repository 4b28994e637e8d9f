using System.Text;
using CsCheck;
using Gor.Http;
using Gor.Masking;

namespace Gor.Tests.Masking;

public sealed class FormParametersTests
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    private readonly Counters _counters = new();

    [Theory]
    [InlineData("/", "")]
    [InlineData("/?", "")]
    [InlineData("/?a=1&b=2&a=3", "a=1|b=2|a=3")]
    [InlineData("/?A=X&Straße=1", "a=X|straße=1")]
    [InlineData("/?a", "a=")]
    [InlineData("/?a=", "a=")]
    [InlineData("/?=v", "=v")]
    [InlineData("/?a=b=c==", "a=b=c==")]
    [InlineData("/?&&a=1&", "a=1")]
    [InlineData("/?a=1;b=2", "a=1;b=2")]
    [InlineData("/?a=b?c=d", "a=b?c=d")]
    [InlineData("/?a+b=c+d%2Be", "a b=c d+e")]
    [InlineData("/?a%3Db=%26", "a=b=&")]
    [InlineData("/?a=%C3%A9%E6%BC%A2", "a=é漢")]
    [InlineData("/?a=%c3%a9", "a=é")]
    [InlineData("/?a=%E9x", "a=\uFFFDx")]
    [InlineData("/?%E9=1", "\uFFFD=1")]
    [InlineData("/?a=%zz%4%&b=%41", "a=%zz%4%|b=A")]
    [InlineData("/?a=%%41", "a=%A")]
    [InlineData("/?a=%00", "a=\0")]
    [InlineData("http://h/p?a=1", "a=1")]
    [InlineData("*", "")]
    public void Reads_a_query(string target, string parameters) =>
        Assert.Equal(parameters, Read(new SampleExchange { Target = Encoding.UTF8.GetBytes(target) }));

    [Theory]
    [InlineData("POST", UrlEncoded, "a=1&b=x+y", "q=0|a=1|b=x y")]
    [InlineData("PATCH", "Application/X-WWW-Form-UrlEncoded; charset=UTF-8", "a=1", "q=0|a=1")]
    [InlineData("GET", UrlEncoded, "a=1", "q=0|a=1")]
    [InlineData("POST", "text/plain", "a=1", "q=0")]
    [InlineData("POST", "application/x-www-form-urlencoded-not", "a=1", "q=0")]
    [InlineData("POST", "", "a=1", "q=0")]
    public void Reads_a_form_behind_the_query(string method, string contentType, string body, string parameters) =>
        Assert.Equal(parameters, Read(new SampleExchange
        {
            Method = Encoding.UTF8.GetBytes(method),
            Target = "/?q=0"u8.ToArray(),
            RequestFields = [("Content-Type", contentType)],
            RequestBody = Encoding.UTF8.GetBytes(body),
        }));

    [Theory]
    [InlineData("form-data; name=\"User\"", "", "user=v")]
    [InlineData("form-data; name=plain", "", "plain=v")]
    [InlineData("form-data; name=\"a\\\"b%22\"", "", "a\"b%22=v")]
    [InlineData("form-data; name=\"n\"; filename=\"x.txt\"", "", "")]
    [InlineData("form-data; name=\"n\"; filename=\"\"", "", "")]
    [InlineData("form-data; name=\"n\"; filename*=UTF-8''x", "", "")]
    [InlineData("form-data; filename=\"name=x\"", "", "")]
    [InlineData("form-data", "", "")]
    [InlineData("form-data; name=n", "Content-Transfer-Encoding: base64\r\n", "n=v")]
    [InlineData("form-data; name=n", "Content-Type: text/plain; charset=utf-16be\r\n", "n=\uFFFD")]
    public void Reads_the_named_parts_that_are_no_files(string disposition, string field, string parameters) =>
        Assert.Equal(parameters, Read(Multipart("multipart/form-data; boundary=b", disposition, field)));

    [Theory]
    [InlineData("multipart/form-data; boundary=\"b\"", "n=v")]
    [InlineData("Multipart/Form-Data;x=y;BOUNDARY=b", "n=v")]
    [InlineData("multipart/form-data; boundary=c", "")]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/mixed; boundary=b", "")]
    public void Finds_the_boundary(string contentType, string parameters) =>
        Assert.Equal(parameters, Read(Multipart(contentType, "form-data; name=n", "")));

    [Fact]
    public void Reads_a_form_through_its_content_coding() => Assert.Equal("a=1", Read(new SampleExchange
    {
        RequestFields = [("Content-Type", UrlEncoded), ("Content-Encoding", "gzip")],
        RequestBody = Http.Coded.Encode("gzip", "a=1"u8.ToArray()),
    }));

    [Theory]
    [InlineData(1, 100)]
    [InlineData(0, 2)]
    public void Reads_no_form_that_is_not_whole(long missing, int limit) => Assert.Equal("", Read(
        new SampleExchange
        {
            RequestFields = [("Content-Type", UrlEncoded)],
            RequestBody = "a=1"u8.ToArray(),
            RequestMissing = missing,
            BodyLimit = limit,
        },
        limit));

    [Fact]
    public void Counts_what_is_beyond_the_most()
    {
        string read = Read(new SampleExchange
        {
            RequestFields = [("Content-Type", UrlEncoded)],
            RequestBody = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a&", FormParameters.Most + 5))),
        });
        Assert.Equal(FormParameters.Most, read.Split('|').Length);
        Assert.Equal(5, _counters[Counter.ParametersOverLimit]);
    }

    [Fact]
    public void Reads_back_what_was_encoded() => Gen.Select(Gen.String, Gen.String).List[1, 6].Sample(pairs =>
    {
        string query = string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Item1)}={Uri.EscapeDataString(p.Item2)}"));
        string expected = string.Join('|', pairs.Select(p => $"{WellFormed(p.Item1).ToLowerInvariant()}={WellFormed(p.Item2)}"));
        Assert.Equal(expected, Read(new SampleExchange { Target = Encoding.UTF8.GetBytes("/?" + query) }));
    });

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static SampleExchange Multipart(string contentType, string disposition, string field) => new()
    {
        RequestFields = [("Content-Type", contentType)],
        RequestBody = Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: {disposition}\r\n{field}\r\nv\r\n--b--\r\n"),
    };

    private string Read(SampleExchange sample, int limit = 1 << 20)
    {
        using DetailsBuilder builder = new(new MaskingOptions { BodyLimit = limit }, _counters, _ => false);
        using Exchange exchange = sample.Make();
        Details details = new();
        builder.Build(exchange, details);
        return string.Join('|', details.Items
            .Where(d => d.Name.StartsWith("request_param:"))
            .Select(d => $"{d.Name["request_param:".Length..]}={d.Text}"));
    }
}

using System.Text;
using CsCheck;
using Gor.Http;
using Gor.Masking;

namespace Gor.Tests.Masking;

public sealed class RequestUrlTests
{
    [Theory]
    [InlineData("GET", "/", "shop.example", "http://shop.example/")]
    [InlineData("GET", "/a%20b%2Fc?x=%41+1#f", "shop.example:8080", "http://shop.example:8080/a%20b%2Fc?x=%41+1#f")]
    [InlineData("GET", "//double", "h", "http://h//double")]
    [InlineData("GET", "/http://other/", "h", "http://h/http://other/")]
    [InlineData("GET", "http://other:81/x?y", "h", "http://other:81/x?y")]
    [InlineData("GET", "HTTPS://other/", "h", "HTTPS://other/")]
    [InlineData("CONNECT", "example.com:443", "h", "http://example.com:443")]
    [InlineData("CONNECT", "[2001:db8::1]:443", "h", "http://[2001:db8::1]:443")]
    [InlineData("OPTIONS", "*", "h", "http://h")]
    [InlineData("GET", "", "h", "http://h")]
    [InlineData("GET", "relative", "h", "http://h/relative")]
    [InlineData("GET", "?q=http://x", "h", "http://h/?q=http://x")]
    [InlineData("GET", "/caf\u00E9", "h", "http://h/café")]
    [InlineData("GET", "/caf\u00C3\u00A9", "h", "http://h/café")]
    [InlineData("GET", "/x", null, "http://10.0.0.2:8080/x")]
    [InlineData("GET", "/x", "", "http://10.0.0.2:8080/x")]
    [InlineData("OPTIONS", "*", null, "http://10.0.0.2:8080")]
    public void Names_where_the_request_went(string method, string target, string? host, string url)
    {
        using Exchange exchange = new SampleExchange
        {
            Method = Encoding.Latin1.GetBytes(method),
            Target = Encoding.Latin1.GetBytes(target),
            RequestFields = host is null ? [] : [("X", "y"), ("hOST", host), ("Host", "second")],
        }.Make();
        Assert.Equal(url, RequestUrl.Of(exchange));
    }

    [Theory]
    [InlineData("10.0.0.2", 80, "http://10.0.0.2/")]
    [InlineData("10.0.0.2", 8080, "http://10.0.0.2:8080/")]
    [InlineData("2001:db8::1", 80, "http://[2001:db8::1]/")]
    [InlineData("2001:db8::1", 443, "http://[2001:db8::1]:443/")]
    public void Names_the_server_by_its_address_where_no_host_is_given(string server, int port, string url)
    {
        using Exchange exchange = new SampleExchange { RequestFields = [], Server = server, ServerPort = (ushort)port }.Make();
        Assert.Equal(url, RequestUrl.Of(exchange));
    }

    [Fact]
    public void Keeps_any_origin_form_as_it_is() => Gen.Char['!', '~'].Array[0, 60].Sample(characters =>
    {
        string target = "/" + new string(characters);
        using Exchange exchange = new SampleExchange { Target = Encoding.Latin1.GetBytes(target) }.Make();
        Assert.Equal("http://shop.example" + target, RequestUrl.Of(exchange));
    });
}

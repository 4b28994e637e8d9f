using System.Text;
using System.Text.Json;
using Gor.Kafka;
using Gor.Tape;

namespace Gor.Tests.Kafka;

public sealed class KafkaJsonTests
{
    [Fact]
    public void A_request_has_the_keys_of_GoReplay()
    {
        using JsonDocument json = JsonDocument.Parse(Write("1 0123456789abcdef01234567 1700000000000000001 42", "POST /a?b=<1> HTTP/1.1\r\nHost: h\r\nX:  y \r\n\r\nbo\"dy"));
        string[] keys = [.. json.RootElement.EnumerateObject().Select(one => $"{one.Name}={one.Value}")];
        Assert.Equal(
            [
                "Req_URL=/a?b=<1>", "Req_Type=1", "Req_ID=0123456789abcdef01234567", "Req_Ts=1700000000000000001", "Req_Latency=42", "Req_Method=POST",
                "Req_Body=bo\"dy", """Req_Headers={"Host":"h","X":"y"}""",
            ],
            keys);
    }

    [Theory]
    [InlineData("1 0123456789abcdef01234567 5 6", "GET / HTTP/1.1\r\nA: 1\r\nA: 2\r\n\r\n")]
    [InlineData("2 0123456789abcdef01234567 5 -1", "HTTP/1.0 404 \r\nContent-Length: 3\r\n\r\n\u0080\u0000\u00ff")]
    [InlineData("2 0123456789abcdef01234567 5 0", "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\u0001b\r\n0\r\n\r\n")]
    public void What_is_written_reads_back(string line, string message)
    {
        TapeMessage read = KafkaJson.Read(Write(line, message))!;
        Assert.True(TapeHeader.TryParse(Encoding.Latin1.GetBytes(line), out TapeHeader header));
        Assert.Equal(header, read.Header);
        Assert.Equal(message, Encoding.Latin1.GetString(read.Content.Span));
    }

    /// <summary>As GoReplay's <c>json.Marshal</c> writes it: without a latency, with its escapes, without the reason phrase.</summary>
    [Fact]
    public void What_GoReplay_wrote_is_read()
    {
        const string Text = """{"Req_URL":"/a\u0026b","Req_Type":"1","Req_ID":"abc","Req_Ts":"7","Req_Method":"PUT","Req_Body":"x","Req_Headers":{"Host":"h"},"More":[1,{"a":2}]}""";
        TapeMessage read = KafkaJson.Read(Encoding.UTF8.GetBytes(Text))!;
        Assert.Equal((TapeKind.Request, 7L, -1L), (read.Header.Kind, read.Header.TimestampNs, read.Header.LatencyNs));
        Assert.Equal("PUT /a&b HTTP/1.1\r\nHost: h\r\n\r\nx", Encoding.UTF8.GetString(read.Content.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("1 a 5 7\nGET / HTTP/1.1\r\n\r\n")]
    [InlineData("""{"Req_URL":"/","Req_Type":"1","Req_ID":"a","Req_Ts":"x","Req_Method":"GET"}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":"9","Req_ID":"a","Req_Ts":"1","Req_Method":"GET"}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":1,"Req_ID":"a","Req_Ts":"1","Req_Method":"GET"}""")]
    [InlineData("""{"Req_URL":"/\r\nEvil: 1","Req_Type":"1","Req_ID":"a","Req_Ts":"1","Req_Method":"GET"}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":"1","Req_ID":"a","Req_Ts":"1","Req_Method":"GET","Req_Headers":{"A":"b\r\n\r\nc"}}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":"1","Req_ID":"a","Req_Ts":"1","Req_Method":"GET","Req_Headers":{"A":["b"]}}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":"1","Req_ID":"a","Req_Ts":"1","Req_Method":"GET","Req_Body_Base64":"*"}""")]
    [InlineData("""{"Req_URL":"/","Req_Type":"1","Req_ID":"a","Req_Ts":"1","Req_Method":"GET","Req_Body":"\ud800"}""")]
    public void What_is_none_is_null(string text) => Assert.Null(KafkaJson.Read(Encoding.UTF8.GetBytes(text)));

    private static byte[] Write(string line, string message)
    {
        Assert.True(TapeHeader.TryParse(Encoding.Latin1.GetBytes(line), out TapeHeader header));
        return KafkaJson.Write(header, Encoding.Latin1.GetBytes(message));
    }
}

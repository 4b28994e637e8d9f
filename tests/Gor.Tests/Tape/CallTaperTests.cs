using System.Buffers;
using System.IO.Compression;
using System.Text;
using Gor.Http;
using Gor.Masking;
using Gor.Tape;
using Gor.Tests.Kit;
using Gor.Tests.Masking;

namespace Gor.Tests.Tape;

public sealed class CallTaperTests
{
    private const string End = "\n🐵🙈🙉\n";

    [Fact]
    public void A_call_is_two_messages_of_one_id_with_the_times_of_their_packets()
    {
        string tape = Tape(new SampleExchange
        {
            Target = "/a?b=1"u8.ToArray(),
            ResponseFields = [("Content-Length", "2"), ("X", "")],
            ResponseBody = "ok"u8.ToArray(),
        });
        string id = tape[2..26];
        Assert.Equal(
            $"1 {id} 1767225600105999999 0\nGET /a?b=1 HTTP/1.1\r\nHost: shop.example\r\n\r\n{End}"
            + $"2 {id} 1767225600123999999 0\nHTTP/1.1 200 \r\nContent-Length: 2\r\nX: \r\n\r\nok{End}",
            tape);
    }

    [Fact]
    public void The_same_packets_have_the_same_id_and_others_another()
    {
        Assert.Equal(Tape(new SampleExchange()), Tape(new SampleExchange()));
        Assert.NotEqual(Tape(new SampleExchange())[..26], Tape(new SampleExchange { Client = "10.0.0.9" })[..26]);
    }

    [Fact]
    public void A_chunked_body_is_one_chunk_and_one_without_its_end_stays_so()
    {
        var whole = new SampleExchange { ResponseFields = [("Transfer-Encoding", "chunked")], ResponseBody = "hello"u8.ToArray() };
        Assert.EndsWith($"\r\n\r\n5\r\nhello\r\n0\r\n\r\n{End}", Tape(whole));
        var cut = new SampleExchange { ResponseFields = [("Transfer-Encoding", "chunked")], ResponseBody = "hello"u8.ToArray(), ResponseMissing = 1 };
        Assert.EndsWith($"\r\n\r\n5\r\nhello\r\n{End}", Tape(cut));
    }

    [Theory]
    [InlineData("🐵🙈🙉")]
    [InlineData("a\n🐵🙈🙉\nb")]
    [InlineData("a\n🐵🙈🙉")]
    [InlineData("🐵🙈🙉\n🐵🙈🙉\n")]
    public void A_body_that_holds_the_separator_is_cut_within_it_by_chunks(string body)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        string tape = Tape(new SampleExchange { ResponseFields = [("Content-Length", $"{content.Length}"), ("X", "1")], ResponseBody = content });
        Assert.Equal(3, tape.Split(End).Length);
        string response = tape.Split(End)[1];
        Assert.Contains("HTTP/1.1 200 \r\nX: 1\r\nTransfer-Encoding: chunked\r\n\r\n", response);
        Assert.EndsWith("\r\n0\r\n\r\n", response);
        Assert.Equal(body, Unchunk(Encoding.UTF8.GetBytes(response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])));
    }

    [Theory]
    [InlineData("🐵🙈🙉 a")]
    [InlineData(" 🐵🙈🙉")]
    [InlineData("a\n🐵🙈🙉b")]
    public void Monkeys_within_a_line_do_no_harm(string body)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        string tape = Tape(new SampleExchange { ResponseFields = [("Content-Length", $"{content.Length}")], ResponseBody = content });
        Assert.EndsWith($"\r\nContent-Length: {content.Length}\r\n\r\n{body}{End}", tape);
    }

    [Fact]
    public void A_head_response_has_no_body() =>
        Assert.EndsWith($"Content-Length: 9\r\n\r\n{End}", Tape(new SampleExchange { Method = "HEAD"u8.ToArray(), ResponseFields = [("Content-Length", "9")] }));

    [Fact]
    public void The_clients_address_takes_the_place_of_the_header_that_tells_it()
    {
        var exchange = new SampleExchange { RequestFields = [("X-Real-IP", "6.6.6.6"), ("Host", "a")] };
        Assert.Contains("GET / HTTP/1.1\r\nHost: a\r\nx-real-ip: 10.0.0.1\r\n\r\n", Tape(exchange, realIp: "x-real-ip"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void Prettified_messages_have_no_codings(string coding)
    {
        var exchange = new SampleExchange
        {
            ResponseFields = [("Content-Encoding", coding), ("Transfer-Encoding", "chunked"), ("X", "1")],
            ResponseBody = Coded(coding, "hello"),
        };
        Assert.EndsWith($"HTTP/1.1 200 \r\nX: 1\r\nContent-Length: 5\r\n\r\nhello{End}", Tape(exchange, prettify: true));
    }

    [Fact]
    public void What_cannot_be_decoded_stays_as_it_was()
    {
        var exchange = new SampleExchange { ResponseFields = [("Content-Encoding", "gzip"), ("Content-Length", "4")], ResponseBody = [0x1F, 0x8B, 9, 9] };
        Assert.Contains("Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n", Tape(exchange, prettify: true));
    }

    [Fact]
    public void A_masked_call_holds_what_the_rules_left_and_nothing_else()
    {
        var exchange = new SampleExchange
        {
            Method = "POST"u8.ToArray(),
            Target = "/a?card=4111"u8.ToArray(),
            RequestFields = [("Host", "shop.example"), ("Authorization", "secret"), ("Content-Type", "text/plain; charset=latin1"), ("Content-Length", "6")],
            RequestBody = Encoding.Latin1.GetBytes("né4111"),
            ResponseFields = [("Set-Cookie", "secret"), ("Content-Encoding", "gzip"), ("Content-Length", "99")],
            ResponseBody = Coded("gzip", "card 4111"),
        };
        string tape = Masked(exchange, "/request_url|.*_body/ replace /4111/, /****/\n/request_header:authorization|response_header:set-cookie/ remove");
        string id = tape[2..26];
        Assert.Equal(
            $"1 {id} 1767225600105999999 0\nPOST /a?card=**** HTTP/1.1\r\nhost: shop.example\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 7\r\n\r\nné****{End}"
            + $"2 {id} 1767225600123999999 0\nHTTP/1.1 200 \r\ncontent-length: 9\r\n\r\ncard ****{End}",
            tape);
    }

    [Fact]
    public void What_a_rule_removed_and_HTTP_needs_is_told_as_removed()
    {
        string tape = Masked(new SampleExchange(), "/request_method|request_url|response_code/ remove");
        Assert.Contains("\nREMOVED / HTTP/1.1\r\n", tape);
        Assert.Contains("\nHTTP/1.1 999 \r\n", tape);
    }

    [Fact]
    public void A_replacement_makes_no_line_and_no_separator_of_its_own()
    {
        var exchange = new SampleExchange { RequestFields = [("Host", "a"), ("X", "b")], ResponseFields = [("Content-Length", "1")], ResponseBody = "c"u8.ToArray() };
        string tape = Masked(exchange, "/request_header:x/ replace /b/, /d\\nevil: 1/\n/response_body/ replace /c/, /🐵🙈🙉/");
        Assert.DoesNotContain("\nevil", tape);
        Assert.Equal(3, tape.Split(End).Length);
    }

    private static string Tape(SampleExchange sample, string realIp = "", bool prettify = false)
    {
        using var taper = new CallTaper(new TapeOptions { Prettify = prettify }, realIp);
        using Exchange exchange = sample.Make();
        var target = new ArrayBufferWriter<byte>();
        exchange.Request.LastTimestampNs = exchange.Request.FirstTimestampNs;
        exchange.Response.LastTimestampNs = exchange.Response.FirstTimestampNs;
        taper.Write(exchange, target);
        return Encoding.UTF8.GetString(target.WrittenSpan) + "\n";
    }

    private static string Masked(SampleExchange sample, string rules)
    {
        var options = new MaskingOptions { Rules = rules };
        ParsedRules parsed = RuleParser.Parse(options);
        Assert.Empty(parsed.Errors);
        var counters = new Counters();
        var set = new RuleSet(parsed, new Logged().Log);
        using var builder = new DetailsBuilder(options, counters, set.Kills);
        using Exchange exchange = sample.Make();
        exchange.Request.LastTimestampNs = exchange.Request.FirstTimestampNs;
        exchange.Response.LastTimestampNs = exchange.Response.FirstTimestampNs;
        var details = new Details();
        builder.Build(exchange, details);
        Assert.Equal(RuleOutcome.Kept, set.Apply(details, counters));
        var target = new ArrayBufferWriter<byte>();
        CallTaper.WriteMasked(exchange, details, isAlone: false, target);
        return Encoding.UTF8.GetString(target.WrittenSpan) + "\n";
    }

    private static byte[] Coded(string coding, string text)
    {
        using var coded = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest),
            _ => new ZLibStream(coded, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return coded.ToArray();
    }

    private static string Unchunk(byte[] chunked)
    {
        var body = new MessageBody(1 << 20);
        var decoder = new ChunkedDecoder(1000);
        Assert.Equal(chunked.Length, decoder.Read(chunked, body));
        Assert.True(decoder.IsDone);
        return Encoding.UTF8.GetString(body.Kept);
    }
}

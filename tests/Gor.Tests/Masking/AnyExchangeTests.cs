using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using Gor.Http;
using Gor.Masking;
using Gor.Output;

namespace Gor.Tests.Masking;

/// <summary>Whatever stands on the wire, its record is one line of valid JSON that says what the details say.</summary>
public sealed class AnyExchangeTests
{
    private const int Limit = 500;

    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 60];

    private static readonly Gen<byte[]> Targets = Gen.OneOf(
        Bytes, Gen.OneOfConst("/?&=%+aé\u0001\"\\:*".ToCharArray()).Array[0, 40].Select(Encoding.Latin1.GetBytes));

    private static readonly Gen<(string, string)> Fields = Gen.Select(
        Gen.OneOfConst("Host", "Content-Type", "Content-Encoding", "Transfer-Encoding", "X-Y", "Cookie", "", "\u00FF\u0000\""),
        Gen.OneOf(
            Bytes.Select(Encoding.Latin1.GetString),
            Gen.OneOfConst(
                "gzip", "deflate", "br", "zstd", "gzip, br", "chunked", "a", "application/x-www-form-urlencoded", "text/plain; charset=utf-16",
                "multipart/form-data; boundary=b", "text/html; charset=shift_jis", "text/html; charset=\"", "text/html; charset=gb18030",
                "text/html; charset=iso-2022-jp", "text/html; charset=utf-16be", "text/html; charset=utf-32")));

    private static readonly Gen<byte[]> Bodies = Gen.OneOf(
        Gen.Byte.Array[0, 700],
        Gen.OneOfConst("--b\r\n: ;=&%+name\"filename".ToCharArray()).Array[0, 300].Select(Encoding.Latin1.GetBytes),
        Gen.Select(Gen.Byte.Array[0, 600], Gen.OneOfConst(Http.Coded.Formats), Gen.Int[0, 600]).Select(
            (content, format, cut) => Http.Coded.Encode(format, content) is var coded ? coded[..Math.Min(cut, coded.Length)] : content),
        Gen.String.Select(Encoding.UTF8.GetBytes));

    private static readonly Gen<SampleExchange> Exchanges = Gen.Select(
        Bytes, Targets, Fields.Array[0, 6], Fields.Array[0, 6], Bodies, Bodies, Gen.Long[0, 2],
        (method, target, requestFields, responseFields, requestBody, responseBody, missing) => new SampleExchange
        {
            Method = method,
            Target = target,
            RequestFields = requestFields,
            ResponseFields = responseFields,
            RequestBody = requestBody,
            ResponseBody = responseBody,
            ResponseMissing = missing,
            BodyLimit = Limit,
        });

    [Fact]
    public void Becomes_a_line_that_any_reader_reads() => Exchanges.Sample(
        sample =>
        {
            using DetailsBuilder builder = new(new MaskingOptions { BodyLimit = Limit, RealIpHeader = "X-Y" }, new Counters(), _ => false);
            using Exchange exchange = sample.Make();
            Details details = new();
            builder.Build(exchange, details);
            builder.AddAfterRules(details);
            ArrayBufferWriter<byte> line = new();
            NdjsonEncoder.Encode(details, line);

            Assert.True(Utf8.IsValid(line.WrittenSpan));
            Assert.False(line.WrittenSpan.Contains((byte)'\n'));
            using JsonDocument json = JsonDocument.Parse(line.WrittenMemory);
            Assert.Equal(
                details.Items.Select(d => (d.Name, d.Text)),
                json.RootElement.EnumerateArray().Select(p => (p[0].GetString()!, p[1].GetString()!)));
            Assert.All(
                details.Items.Where(d => d.Name.EndsWith("_body") && !d.Name.StartsWith("custom")),
                d => Assert.InRange(d.Text.Length, 1, Limit));
        },
        iter: 2000);
}

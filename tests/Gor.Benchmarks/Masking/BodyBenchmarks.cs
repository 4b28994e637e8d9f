using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gor.Decode;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Serilog.Core;

namespace Gor.Benchmarks.Masking;

/// <summary>
/// From the bytes of a call to its line under <c>include strict</c>, with bodies that are not collected, because no rule can let them
/// out, and with bodies that are collected all the same, as they would be if the rules were only asked at the end. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Body*'</c>
/// </summary>
[Config(typeof(ThroughputConfig))]
public class BodyBenchmarks
{
    private const int PieceSize = 1448;

    private readonly Details _details = new();
    private readonly Counters _counters = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly FlowKey _key = new(new Endpoint(Address.FromIpv4(0x0A000001), 50123), new Endpoint(Address.FromIpv4(0x0A000002), 8080), 0);
    private SampleRecord _record = new(0);
    private RuleSet? _strict;
    private DetailsBuilder? _builder;

    [Params(1_000, 10_000, 100_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _record = new SampleRecord(Size);
        _strict = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = "include strict" }), Logger.None);
    }

    [GlobalCleanup]
    public void Dispose() => _builder?.Dispose();

    [Benchmark(Baseline = true)]
    public int Collected()
    {
        _builder ??= new DetailsBuilder(new MaskingOptions(), _counters, _ => false);
        return Record(keepLimit: 1 << 20);
    }

    [Benchmark]
    public int NotCollected()
    {
        _builder ??= new DetailsBuilder(new MaskingOptions(), _counters, _strict!.Kills);
        return Record(keepLimit: 0);
    }

    private int Record(int keepLimit)
    {
        var request = new HttpRequest("POST"u8.ToArray(), "/api/v2/orders?ref=42"u8.ToArray(), 1, keepLimit);
        var response = new HttpResponse(200, 1, keepLimit);
        Fill(request.Fields, request.Body, _record.Request);
        Fill(response.Fields, response.Body, _record.Response);
        using var exchange = new Exchange(_key, request, response) { Order = default };
        _builder!.Build(exchange, _details);
        _strict!.Apply(_details, _counters);
        _line.ResetWrittenCount();
        NdjsonEncoder.Encode(_details, _line);
        return _line.WrittenCount;
    }

    /// <summary>The body comes in pieces, as segments bring it.</summary>
    private static void Fill(FieldList fields, MessageBody body, ReadOnlySpan<byte> content)
    {
        fields.Add("Host"u8, "shop.example:8080"u8);
        fields.Add("Content-Type"u8, "application/json"u8);
        fields.Add("User-Agent"u8, "curl/8.5.0"u8);
        for (; !content.IsEmpty; content = content[Math.Min(PieceSize, content.Length)..])
        {
            body.Append(content[..Math.Min(PieceSize, content.Length)]);
        }
    }
}

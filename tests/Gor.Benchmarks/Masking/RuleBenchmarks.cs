using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gor.Masking;
using Gor.Output;
using Serilog.Core;

namespace Gor.Benchmarks.Masking;

/// <summary>
/// What rules cost beside the encoding of the record that they were given. Both fill the record first, as <see cref="Fill"/> does. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Rule*'</c>
/// </summary>
[Config(typeof(ThroughputConfig))]
public class RuleBenchmarks
{
    private readonly Details _details = new();
    private readonly Counters _counters = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private SampleRecord _record = new(0);
    private RuleSet? _rules;

    [Params(1_000, 10_000, 100_000)]
    public int Size { get; set; }

    [Params("strict", "standard", "debug", "pci", "pii", "secrets", "twenty", "shapes")]
    public string Rules { get; set; } = "";

    [Params(BodyKind.Some, BodyKind.None, BodyKind.Many)]
    public BodyKind Body { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _record = new SampleRecord(Size, Body);
        _rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = RuleTexts.Of(Rules) }), Logger.None);
    }

    [Benchmark(Baseline = true)]
    public int Encode()
    {
        _record.Fill(_details);
        _line.ResetWrittenCount();
        NdjsonEncoder.Encode(_details, _line);
        return _line.WrittenCount;
    }

    [Benchmark]
    public int Apply()
    {
        _record.Fill(_details);
        return (int)_rules!.Apply(_details, _counters);
    }

    [Benchmark]
    public int Fill()
    {
        _record.Fill(_details);
        return _details.Items.Count;
    }
}

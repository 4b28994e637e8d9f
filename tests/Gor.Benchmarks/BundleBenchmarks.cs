using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gor.Benchmarks.Masking;
using Gor.Masking;
using Gor.Output;

namespace Gor.Benchmarks;

/// <summary>
/// A record to its line, and lines into bundles, compressed and not. The cost of compressing is that of the last but one. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Bundle*'</c>
/// </summary>
[Config(typeof(ThroughputConfig))]
public class BundleBenchmarks
{
    private const int BundleSize = 1 << 20;

    private readonly Details _details = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly BundleBuilder _compressed = new(BundleSize, compress: true);
    private readonly BundleBuilder _plain = new(BundleSize, compress: false);

    [Params(1_000, 10_000, 100_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        new SampleRecord(Size).Fill(_details);
        Encode();
    }

    [Benchmark]
    public int Encode()
    {
        _line.ResetWrittenCount();
        NdjsonEncoder.Encode(_details, _line);
        return _line.WrittenCount;
    }

    [Benchmark]
    public void Compress() => Append(_compressed);

    [Benchmark]
    public void Store() => Append(_plain);

    private void Append(BundleBuilder bundle)
    {
        if (!bundle.HasRoomFor(_line.WrittenCount))
        {
            bundle.Seal().Recycle();
        }

        bundle.Append(_line.WrittenSpan);
    }
}

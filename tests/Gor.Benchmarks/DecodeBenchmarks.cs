using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Gor.Capture;
using Gor.Decode;

namespace Gor.Benchmarks;

/// <summary>
/// A full frame to a segment, plain and in the wrappings of clouds. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Decode*'</c>
/// </summary>
[Config(typeof(ThroughputConfig))]
public class DecodeBenchmarks : ISegmentConsumer
{
    private readonly SegmentDecoder _decoder;
    private byte[] _frame = [];
    private long _ordinal;

    public DecodeBenchmarks() => _decoder = new SegmentDecoder(new DecodeOptions { Ports = [8080] }, new Counters(), this);

    [Params("plain", "VLAN", "VXLAN")]
    public string Frame { get; set; } = "";

    [GlobalSetup]
    public void Build() => _frame = Frame switch
    {
        "VLAN" => Ethernet([0x81, 0x00, 0x00, 0x07, 0x08, 0x00], Tcp()),
        "VXLAN" => Ethernet([0x08, 0x00], Ip(17, Udp([8, 0, 0, 0, 0, 0, 7, 0, .. Ethernet([0x08, 0x00], Tcp())]))),
        _ => Ethernet([0x08, 0x00], Tcp()),
    };

    [Benchmark]
    public void Decode() => _decoder.OnPacket(new Packet
    {
        LinkType = LinkType.Ethernet,
        TimestampNs = 1_767_225_600_000_000_000 + ++_ordinal,
        OriginalLength = _frame.Length,
        Ordinal = _ordinal,
        CapturePoint = 0,
        Data = _frame,
    });

    void ISegmentConsumer.OnSegment(in Segment segment)
    {
    }

    private static byte[] Ethernet(byte[] type, byte[] payload) => [.. new byte[12], .. type, .. payload];

    private static byte[] Tcp()
    {
        byte[] header = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(header, 50123);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), 8080);
        header[12] = 0x50;
        header[13] = 0x10;
        return Ip(6, [.. header, .. new byte[1448]]);
    }

    private static byte[] Udp(byte[] payload)
    {
        byte[] header = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), 4789);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(8 + payload.Length));
        return [.. header, .. payload];
    }

    private static byte[] Ip(byte protocol, byte[] payload)
    {
        byte[] header = new byte[20];
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(20 + payload.Length));
        header[8] = 64;
        header[9] = protocol;
        header[15] = 1;
        header[19] = 2;
        return [.. header, .. payload];
    }
}

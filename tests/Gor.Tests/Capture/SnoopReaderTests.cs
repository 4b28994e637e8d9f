using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class SnoopReaderTests
{
    [Fact]
    public void Reads_packets_with_their_padding()
    {
        byte[] file = File(4).U32(60).U32(3).U32(28).U32(0).U32(1_700_000_000).U32(123_456).Add(1, 2, 3, 0)
            .U32(1).U32(1).U32(25).U32(0).U32(1).U32(0).Add(9).ToArray();
        using var reader = new SnoopReader(new CaptureInput(new MemoryStream(file)));
        Assert.True(reader.Next());
        Assert.Equal((LinkType.Ethernet, 1_700_000_000_123_456_000, 60), (reader.LinkType, reader.TimestampNs, reader.OriginalLength));
        Assert.Equal([1, 2, 3], reader.Data.ToArray());
        Assert.True(reader.Next());
        Assert.Equal([9], reader.Data.ToArray());
        Assert.False(reader.Next());
        Assert.Null(reader.Fault);
    }

    [Theory]
    [InlineData(23)]
    [InlineData(26)]
    [InlineData(0x7fffffff)]
    public void Believes_no_record_that_cannot_hold_its_packet(long record)
    {
        byte[] file = File(4).U32(3).U32(3).U32(record).U32(0).U32(0).U32(0).Add(1, 2, 3).ToArray();
        using var reader = new SnoopReader(new CaptureInput(new MemoryStream(file)));
        Assert.False(reader.Next());
        Assert.Contains("damaged at byte 16", reader.Fault);
    }

    [Fact]
    public void Refuses_a_link_that_is_not_Ethernet() =>
        Assert.Contains("type 8", Assert.Throws<FormatException>(() => new SnoopReader(new CaptureInput(new MemoryStream(File(8).ToArray())))).Message);

    private static CaptureBytes File(long dataLink) => new CaptureBytes(isBigEndian: true).Add("snoop\0\0\0"u8).U32(2).U32(dataLink);
}

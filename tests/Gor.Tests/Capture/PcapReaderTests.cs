using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class PcapReaderTests
{
    [Theory]
    [InlineData(PcapBytes.Microseconds, false, 1_700_000_000_123_456_000)]
    [InlineData(PcapBytes.Microseconds, true, 1_700_000_000_123_456_000)]
    [InlineData(PcapBytes.Nanoseconds, false, 1_700_000_000_000_123_456)]
    [InlineData(PcapBytes.Nanoseconds, true, 1_700_000_000_000_123_456)]
    [InlineData(PcapBytes.LongPacketHeaders, false, 1_700_000_000_123_456_000)]
    [InlineData(PcapBytes.LongPacketHeaders, true, 1_700_000_000_123_456_000)]
    public void Reads_each_variant_in_both_byte_orders(uint magic, bool isBigEndian, long timestampNs)
    {
        byte[] file = new PcapBytes(magic, isBigEndian, linkType: 113)
            .Packet(1_700_000_000, 123_456, [1, 2, 3], originalLength: 1500)
            .Packet(4_294_967_295, 999_999_999, [])
            .ToArray();
        using var reader = new PcapReader(new CaptureInput(new MemoryStream(file)));
        Assert.True(reader.Next());
        Assert.Equal(LinkType.LinuxSll, reader.LinkType);
        Assert.Equal(timestampNs, reader.TimestampNs);
        Assert.Equal(1500, reader.OriginalLength);
        Assert.Equal([1, 2, 3], reader.Data.ToArray());
        Assert.True(reader.Next());
        Assert.True(reader.TimestampNs > 4_294_967_295_000_000_000);
        Assert.Equal(0, reader.Data.Length);
        Assert.False(reader.Next());
        Assert.Null(reader.Fault);
    }

    [Fact]
    public void Leaves_out_a_frame_check_sequence()
    {
        const long ethernetWithFourBytes = 2L << 28 | 1 << 26 | 1;
        byte[] file = new PcapBytes(linkType: ethernetWithFourBytes)
            .Packet(0, 0, [1, 2, 3, 9, 9, 9, 9])
            .Packet(0, 0, [1, 2, 3], originalLength: 100)
            .ToArray();
        using var reader = new PcapReader(new CaptureInput(new MemoryStream(file)));
        Assert.True(reader.Next());
        Assert.Equal((LinkType.Ethernet, 3, 3), (reader.LinkType, reader.Data.Length, reader.OriginalLength));
        Assert.True(reader.Next());
        Assert.Equal((3, 96), (reader.Data.Length, reader.OriginalLength));
    }

    [Fact]
    public void Puts_the_lengths_of_old_files_right()
    {
        byte[] file = new PcapBytes(minor: 2).Packet(0, 0, [1, 2, 3], originalLength: 60).ToArray();
        (file[32], file[36]) = (file[36], file[32]);
        using var reader = new PcapReader(new CaptureInput(new MemoryStream(file)));
        Assert.True(reader.Next());
        Assert.Equal((3, 60), (reader.Data.Length, reader.OriginalLength));
    }

    [Fact]
    public void Believes_no_absurd_length()
    {
        byte[] file = new PcapBytes().Packet(0, 0, [1]).Packet(0, 0, [2]).ToArray();
        file[24 + 17 + 8 + 3] = 0x7f;
        using var reader = new PcapReader(new CaptureInput(new MemoryStream(file)));
        Assert.True(reader.Next());
        Assert.False(reader.Next());
        Assert.Equal("damaged at byte 41: a packet of 2130706433 bytes", reader.Fault);
    }

    [Fact]
    public void Refuses_a_version_that_is_not_2()
    {
        byte[] file = new PcapBytes(major: 1).ToArray();
        Assert.Contains("version 1.4", Assert.Throws<FormatException>(() => new PcapReader(new CaptureInput(new MemoryStream(file)))).Message);
    }
}

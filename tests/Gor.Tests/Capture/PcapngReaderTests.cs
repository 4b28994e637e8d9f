using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class PcapngReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_interfaces_that_differ_in_link_type_and_clock(bool isBigEndian)
    {
        byte[] file = new PcapngBytes().Section(isBigEndian)
            .Interface(1)
            .Interface(113, resolution: 9, offset: 1000)
            .Interface(101, resolution: 0x80 | 20)
            .Enhanced(0, 1_700_000_000_123_456, [1, 2, 3], originalLength: 60)
            .Enhanced(1, 5, [4])
            .Enhanced(2, 3 << 19, [5, 6])
            .ToArray();
        Assert.Equal(
            [
                (LinkType.Ethernet, 0, 1_700_000_000_123_456_000, 60, "010203"),
                (LinkType.LinuxSll, 1, 1_000_000_000_005, 1, "04"),
                (LinkType.Raw, 2, 1_500_000_000, 2, "0506"),
            ],
            ReadAll(file, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Reads_simple_and_obsolete_packets_and_passes_over_unknown_blocks()
    {
        byte[] file = new PcapngBytes().Section()
            .Block(0x0bad, body => body.U32(1))
            .Interface(1, snapLength: 2)
            .Block(4, body => body.U32(0))
            .Obsolete(0, 7, [1, 2, 3])
            .Simple([4, 5], originalLength: 90)
            .Simple([6])
            .Block(5, body => body.U32(0).U32(0).U32(0))
            .ToArray();
        Assert.Equal(
            [
                (LinkType.Ethernet, 0, 7000, 3, "010203"),
                (LinkType.Ethernet, 0, 7000, 90, "0405"),
                (LinkType.Ethernet, 0, 7000, 1, "06"),
            ],
            ReadAll(file, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Starts_each_section_anew_in_its_own_byte_order()
    {
        byte[] file = new PcapngBytes().Section().Interface(1).Enhanced(0, 1, [1])
            .Section(isBigEndian: true).Interface(113).Enhanced(0, 2, [2])
            .ToArray();
        Assert.Equal(
            [(LinkType.Ethernet, 0, 1000, 1, "01"), (LinkType.LinuxSll, 0, 2000, 1, "02")],
            ReadAll(file, out _));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(32)]
    public void Leaves_out_a_frame_check_sequence_counted_in_bytes_or_bits(byte length)
    {
        byte[] file = new PcapngBytes().Section().Interface(1, checkSequence: length).Enhanced(0, 1, [1, 2, 9, 9, 9, 9]).ToArray();
        Assert.Equal([(LinkType.Ethernet, 0, 1000, 2, "0102")], ReadAll(file, out _));
    }

    [Fact]
    public void Says_where_a_packet_names_no_interface()
    {
        byte[] file = new PcapngBytes().Section().Interface(1).Enhanced(0, 1, [1]).Enhanced(1, 1, [2]).ToArray();
        Assert.Single(ReadAll(file, out string? fault));
        Assert.Equal($"damaged at byte {file.Length - 36}: a packet that does not fit its block or names no known interface", fault);
    }

    [Fact]
    public void Says_where_the_two_lengths_of_a_block_differ()
    {
        byte[] file = new PcapngBytes().Section().Interface(1).Enhanced(0, 1, [1]).ToArray();
        file[^4]++;
        Assert.Empty(ReadAll(file, out string? fault));
        Assert.Contains("two lengths differ", fault);
    }

    [Fact]
    public void Refuses_a_later_version()
    {
        byte[] file = new PcapngBytes().Section(major: 2).ToArray();
        Assert.Contains("version 2", Assert.Throws<FormatException>(() => ReadAll(file, out _)).Message);
    }

    private static List<(LinkType, int, long, int, string)> ReadAll(byte[] file, out string? fault)
    {
        using var reader = new PcapngReader(new CaptureInput(new MemoryStream(file)));
        List<(LinkType, int, long, int, string)> packets = [];
        while (reader.Next())
        {
            packets.Add((reader.LinkType, reader.Interface, reader.TimestampNs, reader.OriginalLength, Convert.ToHexStringLower(reader.Data)));
        }

        fault = reader.Fault;
        return packets;
    }
}

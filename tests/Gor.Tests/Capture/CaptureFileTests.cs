using System.IO.Compression;
using Gor.Capture;
using ZstdSharp;

namespace Gor.Tests.Capture;

public sealed class CaptureFileTests
{
    private static readonly byte[] Sound = new PcapBytes().Packet(1, 0, [1, 2, 3]).Packet(2, 0, new byte[5000]).ToArray();

    /// <summary>By xz 5.4: forty packets of 100 bytes and more.</summary>
    private static readonly byte[] Xz = Convert.FromBase64String(
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4BVDARBdAGow0ch9i/gJm62US4rzAAXVVaJixPOx0B3OHy6oq6dlEQjoPpN0VJ2JRuZy36Ucxd/hvryOQM88DvdR"
        + "fSWfnaSIEvCrmv4DKCbo19E+Z9cegfnABjMJbwyCroYZxUH+meTpowALMCnpPMqmE72oS3gCbdgz/l4v7P2swPoo2HYBTg1ALWD+JgvSQcvew2u/7TjBaaIc"
        + "EOaXRI9oiUw+1XJnCEjlUab3ZC2G2+/C/xHGSA6YqcQ4AoVN97l7ca6/fWWFSL0kWbLFf7vaGyk7GS0ZNeqEb9/L1gTTjqethsUnDbo3YEhfC4n8uDz6tMcX"
        + "CsUHmSvmaOwTCB5+YL03RZiVcPREg3375/hv0QzQtqEIAO//xQJShlbKAAGsAsQqAABP7L4bscRn+wIAAAAABFla");

    [Fact]
    public void Unpacks_xz_and_uses_what_stands_before_damage()
    {
        Assert.Equal(40, Count(Xz, out string? fault));
        Assert.Null(fault);
        for (int length = 6; length < Xz.Length; length++)
        {
            try
            {
                int packets = Count(Xz[..length], out fault);
                Assert.InRange(packets, 0, 40);
                Assert.True(packets == 40 || fault is not null, $"cut at {length}: {packets} packets and no word");
            }
            catch (CaptureException problem)
            {
                Assert.StartsWith("\"x.pcap\" ", problem.Message);
            }
        }

        for (int i = 12; i < Xz.Length; i++)
        {
            byte[] damaged = [.. Xz];
            damaged[i] ^= 0x10;
            try
            {
                Assert.InRange(Count(damaged, out _), 0, 40);
            }
            catch (CaptureException)
            {
                // No capture any more, and that is said.
            }
        }
    }

    [Fact]
    public void Unpacks_gzip_and_zstandard() => Assert.Multiple(
        () => Assert.Equal(2, Count(Gzipped(Sound), out _)),
        () => Assert.Equal(2, Count(Zstandard(Sound), out _)),
        () => Assert.Equal(2, Count([.. Gzipped(Sound[..100]), .. Gzipped(Sound[100..])], out _)),
        () => Assert.Equal(2, Count([.. Zstandard(Sound[..100]), .. Zstandard(Sound[100..])], out _)));

    [Fact]
    public void Reads_snoop()
    {
        byte[] snoop = new CaptureBytes(isBigEndian: true).Add("snoop\0\0\0"u8).U32(2).U32(4).ToArray();
        Assert.Equal(0, Count(snoop, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Uses_what_stands_before_a_cut_in_compressed_data()
    {
        byte[] large = Large();
        foreach (byte[] packed in (byte[][])[Gzipped(large), Zstandard(large)])
        {
            int packets = Count(packed[..(packed.Length / 2)], out string? fault);
            Assert.InRange(packets, 1, 999);
            Assert.NotNull(fault);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("68656c6c6f0a", "it starts with the text \"hello \"")]
    [InlineData("7f454c4602010100", "it starts with the bytes 7f 45 4c 46 02 01 01 00")]
    [InlineData("d4c3b2", "it starts with the bytes d4 c3 b2")]
    [InlineData("d4c3b2a102000400", "is cut within its header: 8 of 24 bytes are there")]
    [InlineData("0a0d0d0a1c000000", "is no sound capture file: cut at byte 0")]
    [InlineData("736e6f6f70000000", "is cut within its header: 8 of 16 bytes are there")]
    [InlineData("1f8b080000000000000303000000000000000000", "is empty")]
    [InlineData("1f8bffffffffffffffff", "cannot be unpacked")]
    [InlineData("fd377a585a000004", "cannot be unpacked")]
    [InlineData("425a683931415926", "bzip2 -dc FILE | gor --input-raw -")]
    [InlineData("04224d1864404000", "lz4 -dc FILE | gor --input-raw -")]
    public void Says_why_it_is_no_capture(string start, string reason)
    {
        var problem = Assert.Throws<CaptureException>(() => CaptureFile.Read("x.pcap", new MemoryStream(Convert.FromHexString(start))));
        Assert.StartsWith("\"x.pcap\" ", problem.Message);
        Assert.Contains(reason, problem.Message);
    }

    internal static byte[] Gzipped(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    internal static byte[] Zstandard(byte[] bytes)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    /// <summary>A thousand packets that do not compress to nothing.</summary>
    private static byte[] Large()
    {
        var random = new Random(1);
        var pcap = new PcapBytes();
        for (int i = 0; i < 1000; i++)
        {
            byte[] frame = new byte[1000];
            random.NextBytes(frame);
            pcap.Packet(i, 0, frame);
        }

        return pcap.ToArray();
    }

    private static int Count(byte[] file, out string? fault)
    {
        using PacketReader reader = CaptureFile.Read("x.pcap", new MemoryStream(file));
        int count = 0;
        while (reader.Next())
        {
            count++;
        }

        fault = reader.Fault;
        return count;
    }
}

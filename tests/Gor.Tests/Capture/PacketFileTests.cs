using Gor.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Capture;

public sealed class PacketFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Logged _logged = new();

    private string FilePath => Path.Combine(_folder.Path, "kept.pcapng");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keeps_packets_as_they_were()
    {
        TakenPacket[] packets =
        [
            new(LinkType.Ethernet, 1_795_558_748_930_123_456, 70, 1, 3, [1, 2, 3]),
            new(LinkType.Raw, 2, 4, 2, 9, [4, 5, 6, 7]),
            new(LinkType.Ethernet, 3, 100_000, 3, 3, new byte[70_000]),
            new(LinkType.RawBsd, 4, 0, 4, 4, []),
        ];
        using (PacketFile file = PacketFile.Open(FilePath, 1 << 20, 2, _logged.Log))
        {
            Array.ForEach(packets, packet => Write(file, packet));
        }

        using FileSource source = FileSource.Open([FilePath], new CaptureOptions(), 0);
        var recorder = new PacketRecorder();
        source.Run(recorder, CancellationToken.None);
        Assert.Empty(source.Warnings);
        Assert.Equal(
            packets.Select(packet => (packet.LinkType == LinkType.RawBsd ? LinkType.Raw : packet.LinkType, packet.TimestampNs, packet.OriginalLength, packet.Data.Length)).Order(),
            recorder.Packets.Select(packet => (packet.LinkType, packet.TimestampNs, packet.OriginalLength, packet.Data.Length)).Order());
        Assert.Contains(recorder.Packets, packet => packet.Data.AsSpan().SequenceEqual(new byte[] { 4, 5, 6, 7 }));
    }

    [Fact]
    public void Begins_anew_when_it_is_full_and_keeps_some()
    {
        using (PacketFile file = PacketFile.Open(FilePath, 1000, 3, _logged.Log))
        {
            for (int i = 0; i < 100; i++)
            {
                Write(file, new TakenPacket(LinkType.Ethernet, i, 100, i, 0, new byte[100]));
            }
        }

        string[] files = [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["kept.pcapng", "kept.pcapng.1", "kept.pcapng.2"], files);
        using FileSource source = FileSource.Open(files.Select(name => Path.Combine(_folder.Path, name)), new CaptureOptions(), 0);
        var recorder = new PacketRecorder();
        source.Run(recorder, CancellationToken.None);
        long[] kept = [.. recorder.Packets.Select(packet => packet.TimestampNs)];
        Assert.Equal(Enumerable.Range(100 - kept.Length, kept.Length).Select(i => (long)i), kept);
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(files, name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, name))));
        }
    }

    [Fact]
    public void Gives_up_when_it_cannot_be_written_and_lets_the_capture_go_on()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("Needs a disk that is full at once.");
        }

        using PacketFile file = PacketFile.Open("/dev/full", 1 << 20, 2, _logged.Log);
        for (int i = 0; i < 10; i++)
        {
            Write(file, new TakenPacket(LinkType.Ethernet, i, 60_000, i, 0, new byte[60_000]));
        }

        Assert.Contains("No more packets are written there", Assert.Single(_logged.Lines));
    }

    [Fact]
    public void Says_why_it_cannot_begin() => Assert.StartsWith(
        "--output-pcap /nosuch/x.pcap: ", Assert.Throws<CaptureException>(() => PacketFile.Open("/nosuch/x.pcap", 1000, 2, _logged.Log)).Message);

    private static void Write(PacketFile file, TakenPacket packet) => file.Write(new Packet
    {
        LinkType = packet.LinkType,
        TimestampNs = packet.TimestampNs,
        OriginalLength = packet.OriginalLength,
        Ordinal = packet.Ordinal,
        CapturePoint = packet.CapturePoint,
        Data = packet.Data,
    });
}

using System.IO.Pipes;
using CsCheck;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class FileSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Delivers_the_packets_of_a_file_in_order()
    {
        string path = _folder.Write("a.pcap", new PcapBytes().Packet(2, 0, [1]).Packet(1, 0, [2], originalLength: 99).ToArray());
        using FileSource source = FileSource.Open([path], new CaptureOptions(), firstCapturePoint: 5);
        IReadOnlyList<TakenPacket> packets = Run(source);
        Assert.Equal((path, false), (source.Name, source.IsLive));
        Assert.Null(source.ReadDrops());
        Assert.Empty(source.Warnings);
        Assert.Equal([(1L, 2_000_000_000L, 1, 5), (2L, 1_000_000_000L, 99, 5)], packets.Select(p => (p.Ordinal, p.TimestampNs, p.OriginalLength, p.CapturePoint)));
        Assert.Equal([1, 2], packets.SelectMany(p => p.Data));
    }

    [Fact]
    public void Merges_several_files_in_order_of_time()
    {
        string[] paths =
        [
            _folder.Write("c.pcap", new PcapBytes().Packet(1, 0, [1]).Packet(4, 0, [4]).Packet(9, 0, [9]).ToArray()),
            _folder.Write("a.pcapng", new PcapngBytes().Section().Interface(1).Interface(101).Enhanced(0, 3_000_000, [3]).Enhanced(1, 5_000_000, [5]).ToArray()),
            _folder.Write("b.pcap", new PcapBytes().Packet(10, 0, [10]).Packet(11, 0, [11]).ToArray()),
            _folder.Write("d.pcap", new PcapBytes().ToArray()),
        ];
        using FileSource source = FileSource.Open(paths, new CaptureOptions(), firstCapturePoint: 2);
        IReadOnlyList<TakenPacket> packets = Run(source);
        Assert.Equal([1, 3, 4, 5, 9, 10, 11], packets.SelectMany(p => p.Data));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], packets.Select(p => p.Ordinal));
        Assert.Equal([2, 4098, 2, 4099, 2, 2, 2], packets.Select(p => p.CapturePoint));
    }

    [Fact]
    public void Reads_each_file_of_a_pattern_once()
    {
        _folder.Write("a.pcap1", new PcapBytes().Packet(2, 0, [2]).ToArray());
        string first = _folder.Write("a.pcap", new PcapBytes().Packet(1, 0, [1]).ToArray());
        _folder.Write("notes.txt", "no capture"u8.ToArray());
        using FileSource source = FileSource.Open([Path.Combine(_folder.Path, "a.pcap*"), first], new CaptureOptions(), 0);
        Assert.Equal([1, 2], Run(source).SelectMany(p => p.Data));
        Assert.EndsWith("a.pcap and 1 more", source.Name);
    }

    [Fact]
    public void Stops_where_it_is_told_to()
    {
        string path = _folder.Write("a.pcap", new PcapBytes().Packet(1, 0, [1]).Packet(2, 0, [2]).Packet(3, 0, [3]).ToArray());
        using FileSource source = FileSource.Open([path], new CaptureOptions(), 0);
        using var stop = new CancellationTokenSource();
        var consumer = new Canceller(stop, at: 2);
        source.Run(consumer, stop.Token);
        Assert.Equal(2, consumer.Count);
    }

    [Fact]
    public void Uses_what_stands_before_a_cut_wherever_it_is()
    {
        byte[][] packets = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10]];
        var pcap = new PcapBytes();
        PcapngBytes pcapng = new PcapngBytes().Section().Interface(1);
        List<int> pcapEnds = [];
        List<int> pcapngEnds = [];
        for (int i = 0; i < packets.Length; i++)
        {
            pcapEnds.Add(pcap.Packet(i, 0, packets[i]).ToArray().Length);
            pcapngEnds.Add(pcapng.Enhanced(0, (ulong)i, packets[i]).ToArray().Length);
        }

        CutEverywhere(pcap.ToArray(), 24, pcapEnds, regularEnds: pcapEnds);
        int interfaceEnd = pcapngEnds[0] - 40;
        CutEverywhere(pcapng.ToArray(), 28, pcapngEnds, regularEnds: [.. pcapngEnds, interfaceEnd]);

        void CutEverywhere(byte[] whole, int headerLength, List<int> ends, List<int> regularEnds)
        {
            for (int length = 0; length <= whole.Length; length++)
            {
                string path = _folder.Write("cut.pcap", whole[..length]);
                if (length < headerLength)
                {
                    Assert.Contains("cut.pcap", Assert.Throws<CaptureException>(() => FileSource.Open([path], new CaptureOptions(), 0)).Message);
                    continue;
                }

                using FileSource source = FileSource.Open([path], new CaptureOptions(), 0);
                int expected = ends.Count(end => end <= length);
                Assert.Equal(packets.Take(expected), Run(source).Select(p => p.Data));
                bool isRegular = length == headerLength || regularEnds.Contains(length);
                Assert.Equal(isRegular ? 0 : 1, source.Warnings.Count);
                Assert.All(source.Warnings, warning => Assert.Matches($"is cut at byte [0-9]+: .* The {expected} packets before that were used", warning));
            }
        }
    }

    [Fact]
    public async Task Follows_a_file_that_grows_until_the_stop()
    {
        byte[] whole = new PcapBytes().Packet(1, 0, [1]).Packet(2, 0, [2]).Packet(3, 0, [3]).ToArray();
        string path = _folder.Write("growing.pcap", []);
        using FileSource source = FileSource.Open([path], new CaptureOptions { Follows = true }, 0);
        using var stop = new CancellationTokenSource();
        var recorder = new PacketRecorder();
        Task run = Task.Factory.StartNew(() => source.Run(recorder, stop.Token), TaskCreationOptions.LongRunning);
        using (var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            foreach (byte[] piece in whole.Chunk(30))
            {
                writer.Write(piece);
                writer.Flush();
            }
        }

        await Kit.Eventually.TrueAsync(() => recorder.Packets.Count == 3);
        Assert.False(run.IsCompleted);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(source.Warnings);
        string other = _folder.Write("b.pcap", whole);
        Assert.Contains("Name the one that grows", Assert.Throws<CaptureException>(
            () => FileSource.Open([path, other], new CaptureOptions { Follows = true }, 0)).Message);
    }

    [Fact]
    public async Task Reads_a_pipe_as_it_is_written_and_can_be_stopped()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs /proc to name a pipe.");
        }

        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var end = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using FileSource source = FileSource.Open([$"/proc/self/fd/{writer.ClientSafePipeHandle.DangerousGetHandle()}"], new CaptureOptions(), 0);
        using var stop = new CancellationTokenSource();
        var recorder = new PacketRecorder();
        Task run = Task.Factory.StartNew(() => source.Run(recorder, stop.Token), TaskCreationOptions.LongRunning);
        byte[] file = new PcapBytes().Packet(1, 0, [1]).Packet(2, 0, [2]).ToArray();
        writer.Write(file.AsSpan(0, file.Length - 1));
        Assert.True(SpinWait.SpinUntil(() => recorder.Packets.Count == 1, TimeSpan.FromSeconds(20)));
        stop.Cancel();
        await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1], recorder.Packets.SelectMany(p => p.Data));
    }

    [Fact]
    public void Filters_packets_of_each_link_type_by_its_own_offsets()
    {
        SkipWithoutLibpcap();
        byte[] frame = Frames.Tcp("10.0.0.1", 1000, "10.0.0.2", 80);
        byte[] file = new PcapngBytes().Section().Interface(1).Interface(101).Enhanced(0, 1, frame).Enhanced(1, 2, frame[14..]).ToArray();
        using FileSource source = FileSource.Open([_folder.Write("a.pcapng", file)], new CaptureOptions { BpfFilter = "tcp port 80" }, 0);
        Assert.Equal([1L, 2L], Run(source).Select(p => p.Ordinal));
    }

    [Fact]
    public void Survives_any_damage()
    {
        byte[][] wholes =
        [
            new PcapBytes().Packet(1, 0, [1, 2, 3]).Packet(2, 0, new byte[100]).ToArray(),
            new PcapBytes(PcapBytes.LongPacketHeaders, isBigEndian: true).Packet(1, 0, [1, 2, 3]).Packet(2, 0, new byte[100]).ToArray(),
            new PcapngBytes().Section().Interface(1, resolution: 9, offset: 5, checkSequence: 4).Enhanced(0, 1, new byte[60]).Simple([1])
                .Section(isBigEndian: true).Interface(113).Obsolete(0, 1, [2]).ToArray(),
            CaptureFileTests.Gzipped(new PcapBytes().Packet(1, 0, [1, 2, 3]).Packet(2, 0, new byte[100]).ToArray()),
            CaptureFileTests.Zstandard(new PcapBytes().Packet(1, 0, [1, 2, 3]).Packet(2, 0, new byte[100]).ToArray()),
        ];
        Gen.Select(Gen.Int[0, wholes.Length - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 8]).Sample(
            (which, flips) =>
            {
                byte[] damaged = [.. wholes[which]];
                foreach ((int position, byte mask) in flips)
                {
                    damaged[position % damaged.Length] ^= mask;
                }

                try
                {
                    using PacketReader reader = CaptureFile.Read("damaged", new MemoryStream(damaged));
                    for (int i = 0; reader.Next(); i++)
                    {
                        Assert.True(i < 100, "more packets than the file can hold");
                        Assert.True(reader.Data.Length <= reader.OriginalLength);
                    }
                }
                catch (CaptureException problem)
                {
                    Assert.StartsWith("\"damaged\"", problem.Message);
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Tells_of_every_file_that_is_wrong()
    {
        string text = _folder.Write("text.pcap", "GET / HTTP/1.1\r\n"u8.ToArray());
        string empty = _folder.Write("empty.pcap", []);
        string missing = Path.Combine(_folder.Path, "missing.pcap");
        string none = Path.Combine(_folder.Path, "none*.pcap");
        string message = Assert.Throws<CaptureException>(() => FileSource.Open([text, empty, missing, none, _folder.Path], new CaptureOptions(), 0)).Message;
        Assert.Contains($"\"{text}\" is no capture file: it starts with the text \"GET / HT\"", message);
        Assert.Contains($"\"{empty}\" is empty", message);
        Assert.Contains($"There is no capture file \"{missing}\"", message);
        Assert.Contains($"No capture file matches \"{none}\"", message);
        Assert.Contains($"\"{_folder.Path}\" is a folder", message);
    }

    [Fact]
    public void Applies_a_filter_of_the_users()
    {
        SkipWithoutLibpcap();
        string path = _folder.Write("a.pcap", new PcapBytes()
            .Packet(1, 0, Frames.Tcp("10.0.0.1", 1000, "10.0.0.2", 80))
            .Packet(2, 0, Frames.Tcp("10.0.0.1", 1000, "10.0.0.2", 81)).ToArray());
        using FileSource source = FileSource.Open([path], new CaptureOptions { BpfFilter = "tcp port 81" }, 0);
        Assert.Equal([2L], Run(source).Select(p => p.Ordinal));
    }

    [Fact]
    public void Refuses_a_wrong_filter_before_it_reads()
    {
        SkipWithoutLibpcap();
        string path = _folder.Write("a.pcap", new PcapBytes().ToArray());
        string message = Assert.Throws<CaptureException>(() => FileSource.Open([path], new CaptureOptions { BpfFilter = "tcp prot 80" }, 0)).Message;
        Assert.Contains("The filter \"tcp prot 80\" is refused", message);
    }

    [Fact]
    public void Keeps_the_VLANs_that_are_asked_for()
    {
        byte[] frame = Frames.Tcp("10.0.0.1", 1000, "10.0.0.2", 80);
        string path = _folder.Write("a.pcap", new PcapBytes()
            .Packet(1, 0, frame).Packet(2, 0, Frames.Tagged(frame, 7)).Packet(3, 0, Frames.Tagged(frame, 8)).ToArray());
        using FileSource source = FileSource.Open([path], new CaptureOptions { VlanIds = [7, 9] }, 0);
        Assert.Equal([2L], Run(source).Select(p => p.Ordinal));
    }

    internal static void SkipWithoutLibpcap()
    {
        try
        {
            DeviceList.ReadInterfaces();
        }
        catch (CaptureException problem)
        {
            Assert.Skip(problem.Message);
        }
    }

    private static IReadOnlyList<TakenPacket> Run(FileSource source)
    {
        var recorder = new PacketRecorder();
        source.Run(recorder, CancellationToken.None);
        return recorder.Packets;
    }

    private sealed class Canceller(CancellationTokenSource stop, int at) : IPacketConsumer
    {
        public int Count { get; private set; }

        public void OnPacket(in Packet packet)
        {
            Count++;
            if (Count == at)
            {
                stop.Cancel();
            }
        }
    }
}

using Gor.Capture;
using Serilog.Core;

namespace Gor.Tests.Capture;

public sealed class PacketSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Makes_one_source_of_all_files()
    {
        string first = _folder.Write("a.pcap", new PcapBytes().Packet(1, 0, [1]).ToArray());
        string second = _folder.Write("b.pcap", new PcapBytes().Packet(2, 0, [2]).ToArray());
        using IPacketSource source = Assert.Single(PacketSources.Open(new CaptureOptions { Inputs = [Input(second + ":80"), Input(first)] }, Logger.None).AtStart);
        var recorder = new PacketRecorder();
        source.Run(recorder, CancellationToken.None);
        Assert.Equal([1, 2], recorder.Packets.SelectMany(packet => packet.Data));
    }

    [Fact]
    public void Takes_any_name_for_a_file_with_the_engine_for_files()
    {
        string path = _folder.Write("eth0", new PcapBytes().Packet(1, 0, [1]).ToArray());
        var options = new CaptureOptions { Engine = "pcap_file", Inputs = [new InputAddress { Text = path + ":80", Kind = InputKind.Device }] };
        using IPacketSource source = Assert.Single(PacketSources.Open(options, Logger.None).AtStart);
        Assert.False(source.IsLive);
    }

    [Fact]
    public void Lists_the_devices_there_are_when_one_is_missing()
    {
        FileSourceTests.SkipWithoutLibpcap();
        string message = Refusal(new CaptureOptions { Inputs = [Input("nosuch0:80"), Input("nosuch.pcap")] });
        Assert.Contains("There is no device \"nosuch0\"", message);
        Assert.Contains("There are: ", message);
        Assert.Contains("lo", message);
        Assert.Contains("There is no capture file \"nosuch.pcap\"", message);
    }

    [Fact]
    public void Asks_for_an_input() => Assert.Contains("--input-raw :8080", Refusal(new CaptureOptions()));

    internal static InputAddress Input(string text) =>
        InputAddress.TryParse(text, out InputAddress? address, out string? error) ? address : throw new ArgumentException(error, nameof(text));

    private static string Refusal(CaptureOptions options) => Assert.Throws<CaptureException>(() => PacketSources.Open(options, Logger.None)).Message;
}

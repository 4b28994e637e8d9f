using Gor.Capture;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;

namespace Gor.Tests.Golden;

/// <summary>The calls in a capture file, as the stages up to <see cref="Http"/> find them, before anything is masked.</summary>
internal sealed class FoundCalls : IExchangeConsumer, ISegmentConsumer
{
    /// <summary>Larger than any body of the captures.</summary>
    private const int BodyLimit = 16 << 20;

    private readonly List<TrueCall> _calls = [];
    private readonly ContentDecoder _decoder = new(BodyLimit);
    private readonly ConnectionTable _connections;
    private readonly int _length;

    private FoundCalls(int port, int length)
    {
        _length = length;
        var counters = new Counters();
        var http = new HttpOptions { BodyLimit = BodyLimit };
        var room = new DialogueRoom(http, counters, this);
        _connections = new ConnectionTable(new FlowOptions { Ports = [port] }, counters, start => new HttpSession(start, room));
    }

    /// <param name="length">Bytes of each response's body to look at.</param>
    public static IReadOnlyList<TrueCall> Of(string path, int port, int length)
    {
        var found = new FoundCalls(port, length);
        using FileSource source = FileSource.Open([path], new CaptureOptions(), 0);
        source.Run(new SegmentDecoder(new DecodeOptions { Ports = [port] }, new Counters(), found), CancellationToken.None);
        found._connections.Close(long.MaxValue);
        return found._calls;
    }

    public void OnSegment(in Segment segment) => _connections.OnSegment(segment);

    public void OnExchange(Exchange exchange)
    {
        using (exchange)
        {
            _calls.Add(TrueCall.Of(exchange, _decoder, _length));
        }
    }
}

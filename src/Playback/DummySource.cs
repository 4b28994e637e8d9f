using System.Text;
using Gor.Tape;

namespace Gor.Playback;

/// <summary><c>--input-dummy</c>: a made-up call a second.</summary>
internal sealed class DummySource(Counters counters, TimeProvider time) : ITapeSource
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: www.w3.org\r\nUser-Agent: Go 1.1 package http\r\nAccept-Encoding: gzip\r\n\r\n");
    private static readonly byte[] Response = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    public string Name => "dummy";

    public string Description => "dummy: a made-up call a second";

    public void Run(CallSegments calls, CancellationToken stop)
    {
        do
        {
            long nowNs = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            var id = new TapeId((uint)Random.Shared.Next(), (ulong)Random.Shared.NextInt64());
            counters.Add(Counter.TapedMessagesRead, 2);
            calls.Send(new TapedCall(
                new TapeMessage(new TapeHeader(TapeKind.Request, id, nowNs, -1), Request),
                new TapeMessage(new TapeHeader(TapeKind.Response, id, nowNs + 1, -1), Response)));
        }
        while (!stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)));
    }

    public void Dispose()
    {
    }
}

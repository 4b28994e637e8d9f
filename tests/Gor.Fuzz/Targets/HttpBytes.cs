using System.Buffers;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using Gor.Masking;
using Gor.Output;

namespace Gor.Fuzz.Targets;

/// <summary>
/// One conversation, up to its records. Input: text in which a byte of 0xF0 and above says what follows (see <see cref="Step"/>);
/// the length of a gap is the byte behind it.
/// </summary>
internal sealed class HttpBytes : IFuzzTarget
{
    private const byte FirstMark = 0xF0;
    private const int BodyLimit = 4096;

    private static readonly FlowKey ClientKey =
        new(new Endpoint(Address.FromIpv4(0x0A000001), 40000), new Endpoint(Address.FromIpv4(0x0A000002), 80), 0);

    private readonly DetailsBuilder _details = new(new MaskingOptions { BodyLimit = BodyLimit }, new Counters(), _ => false);

    /// <summary>The low bits of a mark. Odd ones are the server's.</summary>
    private enum Step
    {
        Client,
        Server,
        ClientGap,
        ServerGap,
        ClientFin,
        ServerFin,
        ClientReset,
        ServerReset,

        /// <summary>The bytes behind it were sent before anything of the other side arrived.</summary>
        ClientEarly,
        ServerEarly,
    }

    public string Name => "http";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var counters = new Counters();
        var check = new ExchangeCheck(_details);
        bool sawSyn = (input[0] & 1) == 0;
        FlowSide? client = (input[0] & 2) == 0 ? FlowSide.Forward : null;
        var options = new HttpOptions { BodyLimit = BodyLimit, HeadLimit = 2048, MaxFields = 50, MaxPendingRequests = 4 };
        var room = new DialogueRoom(options, counters, check);
        using (var session = new HttpSession(new ConnectionStart(ClientKey, sawSyn, client, 1), room))
        {
            Play(input[1..], session, counters);
            LedgerCheck.Balances(counters, "payload bytes", "requests", "responses");
            BrokenPromiseException.Unless(counters[Counter.ExchangesFormed] == check.Exchanges, "an exchange that is counted is handed on");
            BrokenPromiseException.Unless(!session.HasOpenExchange, "a closed connection has no open exchange");
        }

        BrokenPromiseException.Unless(room.Taken == 0, "a closed connection leaves its place");
        long before = check.Exchanges;
        using var next = new HttpSession(new ConnectionStart(ClientKey, SawSyn: true, FlowSide.Forward, 1), room);
        next.OnData(FlowSide.Forward, "GET / HTTP/1.1\r\n\r\n"u8, new Arrival(1, 1, 1000, 9000));
        next.OnData(FlowSide.Reverse, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8, new Arrival(2, 2, 9000, 1018));
        BrokenPromiseException.Unless(check.Exchanges == before + 1 && room.Taken == 0, "the next connection in that place finds nothing of it");
    }

    private static void Play(ReadOnlySpan<byte> input, HttpSession session, Counters counters)
    {
        long[] position = [1000, 9000];
        bool[] hasEnded = [false, false];
        long ordinal = 0;
        while (!input.IsEmpty)
        {
            Step step = input[0] >= FirstMark ? (Step)((input[0] & 0x0F) % 10) : Step.Client;
            input = input[(input[0] >= FirstMark ? 1 : 0)..];
            int end = input.IndexOfAnyInRange(FirstMark, (byte)0xFF);
            ReadOnlySpan<byte> data = end < 0 ? input : input[..end];
            int side = (int)step & 1;
            bool isEarly = step is Step.ClientEarly or Step.ServerEarly;
            var arrival = new Arrival(++ordinal, ordinal, position[side], isEarly ? Arrival.Unknown : position[1 - side]);
            if (step is Step.ClientGap or Step.ServerGap)
            {
                int length = 1 + (data.IsEmpty ? 0 : data[0]);
                input = input[Math.Min(1, data.Length)..];
                if (!hasEnded[side])
                {
                    session.OnGap((FlowSide)side, length, arrival);
                    position[side] += length;
                }

                continue;
            }

            input = input[data.Length..];
            if (step is >= Step.ClientFin and <= Step.ServerReset && !hasEnded[side])
            {
                hasEnded[side] = true;
                session.OnEnd((FlowSide)side, step >= Step.ClientReset ? FlowEnd.Reset : FlowEnd.Fin, arrival);
            }

            if (data.IsEmpty || hasEnded[side])
            {
                continue;
            }

            counters.Add(Counter.BytesPayload, data.Length);
            if (session.WantsData)
            {
                session.OnData((FlowSide)side, data, arrival);
            }
            else
            {
                session.CountUnwanted((FlowSide)side, data.Length);
            }

            position[side] += data.Length;
        }

        var last = new Arrival(++ordinal, ordinal, Arrival.Unknown, Arrival.Unknown);
        for (int side = 0; side < 2; side++)
        {
            if (!hasEnded[side])
            {
                session.OnEnd((FlowSide)side, FlowEnd.CaptureEnd, last with { Position = position[side] });
            }
        }

        session.OnClose(last);
    }

    private sealed class ExchangeCheck(DetailsBuilder builder) : IExchangeConsumer
    {
        private readonly Details _details = new();
        private readonly ArrayBufferWriter<byte> _record = new();

        public long Exchanges { get; private set; }

        public void OnExchange(Exchange exchange)
        {
            Exchanges++;
            BrokenPromiseException.Unless(exchange.Response.StatusCode is 101 or (>= 200 and <= 999), "a call has a final status");
            BrokenPromiseException.Unless(exchange.Request.Method.Length > 0 && exchange.Request.Target.Length > 0, "a call has a method and a target");
            BrokenPromiseException.Unless(exchange.Request.Body.Kept.Length <= exchange.Request.Body.KeepLimit, "a body is kept within its limit");
            BrokenPromiseException.Unless(exchange.Response.Body.Kept.Length <= exchange.Response.Body.KeepLimit, "a body is kept within its limit");
            builder.Build(exchange, _details);
            _record.ResetWrittenCount();
            NdjsonEncoder.Encode(_details, _record);
            JsonCheck.IsRecord(_record.WrittenSpan);
            exchange.Dispose();
        }
    }
}

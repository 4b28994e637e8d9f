using System.Text;
using CsCheck;
using Gor.Http;
using Gor.Output;

namespace Gor.Tests;

public class RecordMergeTests
{
    [Fact]
    public void A_record_waits_until_no_worker_can_have_an_earlier_one()
    {
        var written = new Written();
        IReadOnlyList<IRecordSink> lanes = new RecordMerge(new RecordFanOut([(OutputForm.Record, written)]), 2).Lanes;
        Write(lanes[0], 5);
        lanes[0].Advance(7);
        Assert.Empty(written.Records);
        Write(lanes[1], 3);
        lanes[1].Advance(4);
        Assert.Equal(["3"], written.Records);
        lanes[1].Advance(5);
        Assert.Equal(["3", "5"], written.Records);
    }

    [Fact]
    public void What_the_clock_completes_comes_behind_the_packet_of_the_same_number()
    {
        var written = new Written();
        IReadOnlyList<IRecordSink> lanes = new RecordMerge(new RecordFanOut([(OutputForm.Record, written)]), 2).Lanes;
        lanes[0].Write(new Rendition { Record = "tick"u8 }, new ExchangeOrder(5, 1, 0), isByTick: true);
        lanes[1].Write(new Rendition { Record = "packet"u8 }, new ExchangeOrder(5, 9, 0), isByTick: false);
        lanes[0].Close();
        Assert.False(written.IsClosed);
        lanes[1].Close();
        Assert.Equal(["packet", "tick"], written.Records);
        Assert.True(written.IsClosed);
    }

    /// <summary>However the exchanges are spread over workers and however these get on, the order is the one true one.</summary>
    [Fact]
    public void Any_spread_and_any_pace_give_one_order() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        int workers = random.Next(1, 5);
        var written = new Written();
        IReadOnlyList<IRecordSink> lanes = new RecordMerge(new RecordFanOut([(OutputForm.Record, written)]), workers).Lanes;
        int[] next = new int[workers];
        int[] owners = [.. Enumerable.Range(0, 60).Select(_ => random.Next(workers))];
        while (next.Any(ordinal => ordinal < owners.Length))
        {
            int worker = random.Next(workers);
            for (int steps = random.Next(20); steps > 0 && next[worker] < owners.Length; steps--, next[worker]++)
            {
                if (owners[next[worker]] == worker)
                {
                    Write(lanes[worker], next[worker]);
                }
            }

            lanes[worker].Advance(next[worker] - 1);
        }

        foreach (IRecordSink lane in lanes)
        {
            lane.Close();
        }

        Assert.Equal(Enumerable.Range(0, owners.Length).Select(i => i.ToString()), written.Records);
    }, iter: 300);

    [Fact]
    public void Each_output_gets_the_form_that_it_takes_and_a_request_alone_is_no_record()
    {
        var records = new Written();
        var tapes = new Written();
        IReadOnlyList<IRecordSink> lanes = new RecordMerge(new RecordFanOut([(OutputForm.Record, records), (OutputForm.Tape, tapes)]), 2).Lanes;
        lanes[0].Write(new Rendition { Record = "r"u8, Tape = "t"u8 }, new ExchangeOrder(1, 0, 0), isByTick: false);
        lanes[1].Write(new Rendition { Tape = "alone"u8, IsAlone = true }, new ExchangeOrder(2, 0, 0), isByTick: false);
        lanes[0].Close();
        lanes[1].Close();
        Assert.Equal(["r"], records.Records);
        Assert.Equal(["t", "alone"], tapes.Records);
    }

    private static void Write(IRecordSink lane, long ordinal) =>
        lane.Write(new Rendition { Record = Encoding.ASCII.GetBytes(ordinal.ToString()) }, new ExchangeOrder(ordinal, 0, 0), isByTick: false);

    private sealed class Written : IRecordWriter
    {
        public List<string> Records { get; } = [];

        public bool IsClosed { get; private set; }

        public void Write(ReadOnlySpan<byte> record) => Records.Add(Encoding.UTF8.GetString(record));

        public void Tick(bool isBehind)
        {
        }

        public void Close() => IsClosed = true;
    }
}

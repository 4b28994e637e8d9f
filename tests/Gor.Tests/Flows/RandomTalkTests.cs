using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>Ten thousand random conversations against the model, and what holds for any capture whatever.</summary>
public class RandomTalkTests
{
    [Theory]
    [InlineData(0, 0, 0, false, 2000)]
    [InlineData(0, 4, 0.1, false, 2000)]
    [InlineData(0, 30, 0.3, true, 2000)]
    [InlineData(0.1, 0, 0, false, 1000)]
    [InlineData(0.05, 10, 0.1, true, 2000)]
    [InlineData(0.4, 10, 0.1, true, 1000)]
    public void Tells_what_the_model_tells(double loss, int disorder, double duplication, bool alters, int count)
    {
        var shape = new TalkShape(40, loss, disorder, duplication, Alters: alters);
        for (int seed = 1; seed <= count; seed++)
        {
            var talk = new RandomTalk(seed, shape);
            var counters = new Counters();
            FlowRecorder? recorder = null;
            var table = new ConnectionTable(
                new FlowOptions(), counters, start => recorder = recorder is null ? new FlowRecorder(start, counters, loss > 0 ? 1 : 0) : throw new InvalidOperationException());
            Guard(seed, talk, () =>
            {
                Play(talk, table);
                CheckAll(talk, recorder, counters, loss == 0);
            });
        }
    }

    /// <summary>A clock that ticks, lost and late handshakes, resets: less is certain, but never a wrong byte.</summary>
    [Theory]
    [InlineData(0, 30, 0.2, 3000)]
    [InlineData(0.2, 10, 0.1, 3000)]
    public void Tells_no_wrong_byte(double loss, int disorder, double duplication, int count)
    {
        var shape = new TalkShape(40, loss, disorder, duplication, SparesHandshake: false, Resets: true);
        var options = new FlowOptions { HoleAge = TimeSpan.FromMilliseconds(5), IdleAge = TimeSpan.FromMilliseconds(50), LateAge = TimeSpan.FromMilliseconds(30) };
        for (int seed = 1; seed <= count; seed++)
        {
            var talk = new RandomTalk(seed, shape);
            var counters = new Counters();
            var recorders = new List<FlowRecorder>();
            var table = new ConnectionTable(options, counters, start =>
            {
                recorders.Add(new FlowRecorder(start, counters, 1));
                return recorders[^1];
            });
            Guard(seed, talk, () =>
            {
                Play(talk, table, seed % 2 == 0 ? 7 : 1000);
                Assert.All(recorders, recorder => CheckBytes(talk, recorder));
                CheckBalance(counters);
            });
        }
    }

    private static void Guard(int seed, RandomTalk talk, Action check)
    {
        try
        {
            check();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.InnerException?.Message ?? e.Message}\n{talk}", e);
        }
    }

    private static void Play(RandomTalk talk, ConnectionTable table, int tickEvery = int.MaxValue)
    {
        for (int i = 0; i < talk.Captured.Count; i++)
        {
            table.OnSegment(talk.Script.ToSegment(talk.Captured[i], i + 1));
            if (i % tickEvery == tickEvery - 1)
            {
                table.Tick(talk.Captured[i].TimestampNs, i + 1);
            }
        }

        table.Close(talk.Captured.Count);
        Assert.Equal(0, table.Count);
    }

    private static void CheckAll(RandomTalk talk, FlowRecorder? recorder, Counters counters, bool isWhole)
    {
        long gaps = 0;
        for (int side = 0; side < 2; side++)
        {
            List<int> expected = FlowModel.Expect(talk.Captured, side == 0, out bool hasFin);
            List<int> told = recorder?.Told[side] ?? [];
            if (!hasFin && told.Count == expected.Count - 1 && expected[^1] < 0)
            {
                // The last acknowledgement alone was one more: as likely a FIN.
                expected.RemoveAt(told.Count);
            }

            Assert.Equal(expected, told);
            Assert.True(recorder is null || hasFin == (recorder.Ends[side] == FlowEnd.Fin));
            Assert.True(!isWhole || !expected.Contains(-1));
            gaps += expected.Count(value => value < 0);
        }

        Assert.Equal(gaps, counters[Counter.BytesGap]);
        Assert.Equal(0, counters[Counter.BytesOutsideWindow] + counters[Counter.BytesLate]);
        CheckBalance(counters);
        if (recorder is not null)
        {
            Assert.True(recorder.Start.SawSyn && recorder.Start.Client == FlowSide.Forward && recorder.IsClosed && recorder.IsDisposed);
            CheckAcknowledgements(talk, recorder);
        }
    }

    /// <summary>What the bytes acknowledge is what a segment said that carried them.</summary>
    private static void CheckAcknowledgements(RandomTalk talk, FlowRecorder recorder)
    {
        HashSet<(bool, uint, uint)> said = [];
        foreach ((bool isClient, uint at, _, uint? acknowledged) in talk.Bytes())
        {
            said.Add((isClient, at, acknowledged ?? 0));
        }

        foreach ((FlowSide side, long position, _, long acknowledged) in recorder.Data.Where(data => data.Acknowledged != Arrival.Unknown))
        {
            Assert.Contains((side == FlowSide.Forward, (uint)position, (uint)acknowledged), said);
        }
    }

    /// <summary>Every byte that was told was captured, there and from that side.</summary>
    private static void CheckBytes(RandomTalk talk, FlowRecorder recorder)
    {
        Assert.True(recorder.IsClosed && recorder.IsDisposed);
        HashSet<(bool, uint, byte)> captured = [];
        foreach ((bool isClient, uint at, byte value, _) in talk.Bytes())
        {
            captured.Add((isClient, at, value));
        }

        for (int side = 0; side < 2; side++)
        {
            bool isClient = (recorder.Start.Key == talk.Script.ClientKey) == (side == 0);
            for (int i = 0; i < recorder.Told[side].Count; i++)
            {
                int told = recorder.Told[side][i];
                Assert.True(told < 0 || captured.Contains((isClient, (uint)(recorder.First[side] + i), (byte)told)), $"byte {i} of {side}");
            }
        }
    }

    private static void CheckBalance(Counters counters)
    {
        var ledger = new Ledger([counters], []);
        Assert.True(Ledger.Equations.Single(equation => equation.Name == "payload bytes").Difference(ledger) == 0, ledger.ToString());
        Assert.Equal(counters[Counter.ConnectionsOpened], counters[Counter.ConnectionsClosed]);
    }
}

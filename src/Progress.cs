using System.Globalization;

namespace Gor;

/// <summary>How a run gets on, in one line: what came since the last one, and where it is.</summary>
internal sealed class Progress(Pipeline pipeline, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _lastCalls;
    private long _lastAt = time.GetTimestamp();

    public string Next()
    {
        lock (_gate)
        {
            long calls = pipeline.Ledger[Counter.ExchangesFormed];
            TimeSpan span = time.GetElapsedTime(_lastAt);
            double rate = span > TimeSpan.Zero ? (calls - _lastCalls) / span.TotalSeconds : 0;
            (_lastCalls, _lastAt) = (calls, time.GetTimestamp());
            long Sum(Func<Output.OutputTally, long> records) => pipeline.Outputs.Sum(output => records(output.Tally));
            long lost = Sum(tally => tally.Lost) + pipeline.Ledger[Counter.ExchangesShedMemory];
            long drops = pipeline.Losses.Sum(source => source.Kernel + source.Interface);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{rate:0.0} calls/s, {Sum(tally => tally.Delivered)} delivered, {Math.Max(0, Sum(tally => tally.Waiting))} waiting, "
                + $"{Sum(tally => tally.Spooled)} spooled, {lost} lost, {drops} packets dropped by kernel or device");
        }
    }
}

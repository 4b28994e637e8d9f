namespace Gor.Playback;

/// <summary>
/// Says when a taped call is due: as long after the first one as it was then, divided by the speed. Pauses are added up, so that
/// lateness does not.
/// </summary>
/// <param name="maxWait">Longest pause between two calls; zero for none.</param>
internal sealed class Pace(double speed, TimeSpan maxWait, TimeProvider time)
{
    private long _begun;
    private long _lastNs;
    private double _dueNs = -1;

    /// <summary>Waits until the call of that time is due.</summary>
    /// <returns>False where <paramref name="stop"/> came first.</returns>
    public bool WaitFor(long timestampNs, CancellationToken stop)
    {
        if (_dueNs < 0)
        {
            _begun = time.GetTimestamp();
            _dueNs = 0;
        }
        else
        {
            double pauseNs = Math.Max(0, timestampNs - _lastNs) / speed;
            double longestNs = maxWait > TimeSpan.Zero ? maxWait.TotalNanoseconds : double.MaxValue;
            _dueNs += Math.Min(pauseNs, longestNs);
        }

        _lastNs = Math.Max(_lastNs, timestampNs);
        while (!stop.IsCancellationRequested)
        {
            double leftNs = _dueNs - time.GetElapsedTime(_begun).TotalNanoseconds;
            if (leftNs <= 0)
            {
                return true;
            }

            // In steps that a wait can take.
            stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(leftNs / 1e6), 60_000)));
        }

        return false;
    }
}

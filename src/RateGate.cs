namespace Gor;

/// <summary>Says of each call whether a limit lets it through. Any thread.</summary>
/// <param name="random">From 0 up to but not 1.</param>
internal sealed class RateGate(RateLimit limit, TimeProvider time, Func<double> random)
{
    private readonly Lock _gate = new();
    private long _begun;
    private long _passed;

    public bool Passes()
    {
        if (limit.IsPercent)
        {
            return random() * 100 < limit.Value;
        }

        lock (_gate)
        {
            if (_passed == 0 || time.GetElapsedTime(_begun) >= TimeSpan.FromSeconds(1))
            {
                _begun = time.GetTimestamp();
                _passed = 0;
            }

            bool passes = _passed < limit.Value;
            _passed += passes ? 1 : 0;
            return passes;
        }
    }
}

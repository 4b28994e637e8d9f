using System.Net.Http.Headers;

namespace Gor.Output;

/// <summary>
/// When a destination that failed may be tried again: exponential back-off with jitter, or what it asked for. Shared by the
/// POSTs under way; says when, and waits for nothing.
/// </summary>
/// <param name="random">From 0 to 1: the jitter.</param>
internal sealed class RetrySchedule(TimeProvider time, Func<double> random)
{
    /// <summary>How often a refused bundle is tried again.</summary>
    public const int MostRefusals = 3;

    private const int MostDoublings = 16;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A destination that asks for more is asked again anyway: a slip of the pen there shall not silence us for a year.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>While stopping there is no time to be patient.</summary>
    private static readonly TimeSpan LongestHurried = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _failures;
    private long _failingSince;
    private long _failedAt;
    private TimeSpan _pause;
    private bool _hurried;

    public bool IsFailing
    {
        get
        {
            lock (_gate)
            {
                return _failures > 0;
            }
        }
    }

    /// <summary>How long to wait before the next POST; zero: now.</summary>
    public TimeSpan Delay
    {
        get
        {
            lock (_gate)
            {
                TimeSpan pause = _hurried && _pause > LongestHurried ? LongestHurried : _pause;
                TimeSpan left = _failures == 0 ? TimeSpan.Zero : pause - time.GetElapsedTime(_failedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The destination answered.</summary>
    /// <returns>How long it had failed, if it had.</returns>
    public TimeSpan? Succeeded()
    {
        lock (_gate)
        {
            if (_failures == 0)
            {
                return null;
            }

            _failures = 0;
            return time.GetElapsedTime(_failingSince);
        }
    }

    /// <summary>A POST that began at this timestamp failed. POSTs that fail side by side are one failure.</summary>
    public void Failed(long begun, RetryConditionHeaderValue? retryAfter)
    {
        lock (_gate)
        {
            TimeSpan? asked = Asked(retryAfter);
            bool isKnown = _failures > 0 && begun <= _failedAt;
            if (isKnown && asked is null)
            {
                return;
            }

            _failingSince = _failures == 0 ? begun : _failingSince;
            _failures += isKnown ? 0 : 1;
            _failedAt = time.GetTimestamp();
            _pause = asked ?? BackOff(_failures);
        }
    }

    /// <summary>Before the n-th new try of a bundle that the destination, which is well, refused; from 1.</summary>
    public TimeSpan RefusalDelay(int refusals) => BackOff(refusals) / 2;

    /// <summary>The end is near: short pauses only.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _hurried = true;
        }
    }

    private TimeSpan BackOff(int failures)
    {
        TimeSpan full = First * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        return (full < Longest ? full : Longest) * (0.5 + (random() / 2));
    }

    /// <summary>RFC 9110 section 10.2.3: seconds or a date.</summary>
    private TimeSpan? Asked(RetryConditionHeaderValue? retryAfter)
    {
        TimeSpan? asked = retryAfter?.Delta ?? (retryAfter?.Date - time.GetUtcNow());
        return asked is null ? null
            : asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked > LongestAsked ? LongestAsked
            : asked;
    }
}

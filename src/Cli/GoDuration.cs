using System.Globalization;

namespace Gor.Cli;

/// <summary>
/// Go's <c>time.ParseDuration</c>: an optional sign and a sequence of numbers, each with a unit: <c>1h30m</c>, <c>1.5s</c>.
/// Only <c>0</c> may stand without a unit.
/// </summary>
internal static class GoDuration
{
    private const string Shape = "expected a duration, like 500ms, 2s or 1m30s";

    /// <summary>Go counts nanoseconds in 64 bits: about 292 years.</summary>
    private const decimal MaxTicks = long.MaxValue / 100;

    public static bool TryParse(string text, out TimeSpan value, out string? error)
    {
        value = default;
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> rest = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        error = null;
        if (rest is "0")
        {
            return true;
        }

        decimal ticks = 0;
        error = Shape;
        do
        {
            if (!TryTakeNumber(ref rest, out decimal number))
            {
                return false;
            }

            if (rest.IsEmpty)
            {
                error = $"a duration needs a unit: write {text}s, or {text} with ms, m or h behind";
                return false;
            }

            if (!TryTakeUnit(ref rest, out decimal ticksPerUnit))
            {
                return false;
            }

            if (number > MaxTicks || (ticks += number * ticksPerUnit) > MaxTicks)
            {
                error = "the duration is too long: at most 292 years";
                return false;
            }
        }
        while (!rest.IsEmpty);

        // Rounded up: a nanosecond must not become 0, which means "never" or "default" to some flags.
        long whole = (long)decimal.Ceiling(ticks);
        value = new TimeSpan(negative ? -whole : whole);
        error = null;
        return true;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    public static string Format(TimeSpan value) => value.Ticks switch
    {
        0 => "0",
        long ticks when ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerHour}h"),
        long ticks when ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerMinute}m"),
        long ticks when ticks % TimeSpan.TicksPerSecond == 0 => string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}s"),
        long ticks => string.Create(CultureInfo.InvariantCulture, $"{ticks / (decimal)TimeSpan.TicksPerMillisecond}ms"),
    };

    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out decimal number)
    {
        int end = rest.IndexOfAnyExcept("0123456789.");
        ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> rest, out decimal ticks)
    {
        int end = rest.IndexOfAny("0123456789.");
        ReadOnlySpan<char> unit = end < 0 ? rest : rest[..end];
        rest = rest[unit.Length..];
        ticks = unit switch
        {
            "ns" => 0.01m,
            "us" or "\u00b5s" or "\u03bcs" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => 0,
        };
        return ticks > 0;
    }
}

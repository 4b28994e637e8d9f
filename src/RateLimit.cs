using System.Globalization;

namespace Gor;

/// <summary>A share of the calls, or a number of them a second.</summary>
/// <param name="Value">A percentage where <paramref name="IsPercent"/>.</param>
internal readonly record struct RateLimit(double Value, bool IsPercent)
{
    public static RateLimit None { get; } = new(double.PositiveInfinity, IsPercent: false);

    /// <summary>GoReplay's words: <c>10%</c> is a share, <c>100</c> a number of calls a second.</summary>
    public static bool TryParse(string text, out RateLimit value, out string? error)
    {
        bool isPercent = text.EndsWith('%');
        string number = isPercent ? text[..^1] : text;
        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            && (isPercent || amount == Math.Floor(amount));
        value = new RateLimit(amount, isPercent);
        error = isNumber ? null : "behind | a limit is expected: 10% of the calls, or 100 of them a second";
        return isNumber;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");
}

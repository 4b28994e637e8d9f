using System.Globalization;

namespace Gor.Capture;

/// <summary>How much of an input is wanted: a share of its connections, or a number of calls a second. Whole ones, never halves.</summary>
/// <param name="Percent">Of the connections; null for all.</param>
/// <param name="CallsPerSecond">Null for all.</param>
internal sealed record InputLimit(double? Percent, int? CallsPerSecond)
{
    /// <exception cref="FormatException">It is none; the message is a phrase for the user.</exception>
    public static InputLimit Parse(string text)
    {
        string limit = text.Trim();
        if (limit.EndsWith('%'))
        {
            return double.TryParse(limit[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent is > 0 and <= 100
                ? new InputLimit(percent, null)
                : throw new FormatException("the limit behind | is no share: write 1% to 100%, like :80|10%");
        }

        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out int calls) && calls > 0
            ? new InputLimit(null, calls)
            : throw new FormatException("the limit behind | is neither a share of the connections, like :80|10%, nor a number of calls a second, like :80|100");
    }
}

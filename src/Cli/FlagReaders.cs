using System.Buffers;
using System.Globalization;

namespace Gor.Cli;

/// <summary>The kinds of values, with the bounds that each flag sets.</summary>
internal static class FlagReaders
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool Text(string text, out string value, out string? error)
    {
        value = text;
        error = null;
        return true;
    }

    public static bool FilePath(string text, out string value, out string? error)
    {
        value = text;
        error = text.Contains('\0', StringComparison.Ordinal) ? "no path has a NUL character" : null;
        return error is null;
    }

    public static FlagReader<int> Integer(int min, int max) => (string text, out int value, out string? error) =>
    {
        bool valid = GoInteger.TryParse(text, out long number, out error) && IsWithin(number, min, max, "", ref error);
        value = valid ? (int)number : 0;
        return valid;
    };

    /// <summary>Bytes.</summary>
    public static FlagReader<long> Size(long min, long max) => (string text, out long value, out string? error) =>
        GoSize.TryParse(text, out value, out error) && IsWithin(value, min, max, " bytes", ref error);

    public static FlagReader<TimeSpan> Duration(TimeSpan min, TimeSpan max) => (string text, out TimeSpan value, out string? error) =>
    {
        if (GoDuration.TryParse(text, out value, out error) && (value < min || value > max))
        {
            error = $"expected a duration from {GoDuration.Format(min)} to {GoDuration.Format(max)}";
        }

        return error is null;
    };

    /// <summary>One of <paramref name="words"/>.</summary>
    public static FlagReader<string> Word(params string[] words) => (string text, out string value, out string? error) =>
    {
        value = text;
        error = words.Contains(text) ? null : $"expected one of {string.Join(", ", words)}";
        return error is null;
    };

    /// <summary>The name of a header field, or nothing.</summary>
    public static bool FieldName(string text, out string value, out string? error)
    {
        value = text;
        error = text.AsSpan().ContainsAnyExcept(TokenCharacters) ? "expected the name of a header field, like X-Real-IP" : null;
        return error is null;
    }

    /// <summary>A method of HTTP.</summary>
    public static bool Method(string text, out string value, out string? error)
    {
        value = text;
        error = text.AsSpan().ContainsAnyExcept(TokenCharacters) ? "expected a method of HTTP, like GET" : null;
        return error is null;
    }

    private static bool IsWithin(long number, long min, long max, string unit, ref string? error)
    {
        if (number < min || number > max)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"expected {min} to {max}{unit}");
        }

        return error is null;
    }
}

using System.Globalization;

namespace Gor.Collector;

/// <summary>What the collector shows of a record.</summary>
/// <param name="Time">When the response began; null where the record does not say.</param>
/// <param name="Bytes">Of the response's body, or what its Content-Length promises where a rule removed it.</param>
/// <param name="Interval">Milliseconds, as the record says.</param>
internal sealed record CollectedCall(
    DateTimeOffset? Time, string Method, string Url, string Status, string Bytes, string Interval)
{
    /// <summary>One line without its end; safe to print on a terminal.</summary>
    public override string ToString()
    {
        string time = Time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "-";
        string line = $"{time} {OrDash(Method)} {OrDash(Url)} {OrDash(Status)} {OrDash(Bytes)} B {OrDash(Interval)} ms";
        return string.Concat(line.Select(c => char.IsControl(c) ? '?' : c));
    }

    private static string OrDash(string value) => value.Length == 0 ? "-" : value;
}

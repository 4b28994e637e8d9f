using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Gor.Output;

/// <summary>The first line of a spooled file: says what follows it.</summary>
/// <param name="Records">At least one.</param>
/// <param name="Bytes">Of the content behind the line.</param>
/// <param name="Hash">XXH128 of the content, in hexadecimal.</param>
internal sealed record SpoolHeader(int Records, int Bytes, bool IsCompressed, string Hash)
{
    /// <summary>Bytes of the longest line.</summary>
    public const int Longest = 256;

    private const string Format = "gor-bundle-1";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static SpoolHeader Of(Bundle bundle) => new(bundle.Records, bundle.Content.Length, bundle.IsCompressed, HashOf(bundle.Content.Span));

    /// <param name="start">The first bytes of a file.</param>
    /// <param name="length">Of the line with its end.</param>
    /// <returns>Null where that is no such line.</returns>
    public static SpoolHeader? Parse(ReadOnlySpan<byte> start, out int length)
    {
        length = start.IndexOf((byte)'\n') + 1;
        if (length == 0 || Encoding.ASCII.GetString(start[..(length - 1)]).Split(' ') is not [Format, string records, string bytes, string form, string hash])
        {
            return null;
        }

        bool isValid = TryNumber(records, "records=", out int recordCount) & TryNumber(bytes, "bytes=", out int byteCount)
            & form is "zlib" or "plain" & hash.StartsWith("xxh128=", StringComparison.Ordinal);
        return isValid && recordCount > 0 ? new SpoolHeader(recordCount, byteCount, form == "zlib", hash["xxh128=".Length..]) : null;
    }

    public byte[] ToBytes()
    {
        string form = IsCompressed ? "zlib" : "plain";
        return Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Format} records={Records} bytes={Bytes} {form} xxh128={Hash}\n"));
    }

    public bool Describes(ReadOnlySpan<byte> content) => content.Length == Bytes && HashOf(content) == Hash;

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));

    private static bool TryNumber(string text, string name, out int value)
    {
        value = 0;
        return text.StartsWith(name, StringComparison.Ordinal) && !text.AsSpan(name.Length).ContainsAnyExcept(Digits)
            && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}

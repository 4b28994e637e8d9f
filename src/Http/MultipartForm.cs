using System.Text;

namespace Gor.Http;

/// <summary>
/// Reads the parts of a multipart/form-data body (RFC 7578, RFC 2046 section 5.1) one by one. Takes bare line feeds for line
/// ends, and a body that ends without its close delimiter for the end of the last part.
/// </summary>
internal ref struct MultipartForm
{
    /// <summary>RFC 2046 allows 70 characters; what is far beyond that is an attempt to make the search slow.</summary>
    private const int LongestBoundary = 256;

    private readonly ReadOnlySpan<byte> _delimiter;
    private ReadOnlySpan<byte> _rest;
    private bool _isAtEnd;

    public MultipartForm(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        _delimiter = (byte[])[.. "--"u8, .. boundary];
        _rest = body;
        _isAtEnd = boundary.Length is 0 or > LongestBoundary || !TrySkipPast(out _);
    }

    /// <summary>The part's Content-Disposition; empty where it has none.</summary>
    public ReadOnlySpan<byte> Disposition { get; private set; }

    /// <summary>The part's Content-Type; empty where it has none.</summary>
    public ReadOnlySpan<byte> ContentType { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    public bool Next()
    {
        if (_isAtEnd)
        {
            return false;
        }

        _isAtEnd = !TrySkipPast(out ReadOnlySpan<byte> part);
        Disposition = [];
        ContentType = [];
        while (TryTakeField(ref part, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (Ascii.EqualsIgnoreCase(name, "content-disposition"u8))
            {
                Disposition = value;
            }
            else if (Ascii.EqualsIgnoreCase(name, "content-type"u8))
            {
                ContentType = value;
            }
        }

        Content = part;
        return true;
    }

    /// <summary>Moves behind the next delimiter line.</summary>
    /// <param name="before">What stood before it, without the line end that belongs to the delimiter.</param>
    /// <returns>False where no part follows: a close delimiter, or no delimiter at all.</returns>
    private bool TrySkipPast(out ReadOnlySpan<byte> before)
    {
        for (int at = 0; ; at++)
        {
            int found = _rest[at..].IndexOf(_delimiter);
            if (found < 0)
            {
                before = _rest;
                return false;
            }

            at += found;
            if (at > 0 && _rest[at - 1] != '\n')
            {
                continue;
            }

            ReadOnlySpan<byte> behind = _rest[(at + _delimiter.Length)..];
            int lineLength = LineLength(behind);
            bool isClose = behind.StartsWith("--"u8);
            if (isClose || behind[..lineLength].IndexOfAnyExcept(" \t\r\n"u8) < 0)
            {
                before = WithoutLineEnd(_rest[..at]);
                _rest = behind[lineLength..];
                return !isClose && !_rest.IsEmpty;
            }
        }
    }

    /// <summary>Takes one header field with its continuation lines off the part; false behind the empty line that ends the header.</summary>
    private static bool TryTakeField(scoped ref ReadOnlySpan<byte> part, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        int length = LineLength(part);
        bool isLast = WithoutLineEnd(part[..length]).IsEmpty;
        while (!isLast && length < part.Length && (part[length] is (byte)' ' or (byte)'\t'))
        {
            length += LineLength(part[length..]);
        }

        ReadOnlySpan<byte> field = part[..length];
        part = part[length..];
        int colon = Math.Max(0, field.IndexOf((byte)':'));
        name = field[..colon];
        value = field[Math.Min(colon + 1, field.Length)..];
        return !isLast;
    }

    /// <summary>Up to and with the first line feed.</summary>
    private static int LineLength(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        return end < 0 ? bytes.Length : end + 1;
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> line) => line switch
    {
        [.. var content, (byte)'\r', (byte)'\n'] => content,
        [.. var content, (byte)'\n'] => content,
        _ => line,
    };
}

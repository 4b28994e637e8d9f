using Gor.Http;

namespace Gor.Masking;

/// <summary>
/// The names of one family (<c>request_header:</c>) by their suffix on the wire, in any case. Remembers the first ones, so that
/// a usual header costs no string; what comes after them, as from a hostile peer, is made anew.
/// </summary>
internal sealed class DetailNames
{
    private const int MostKnown = 2048;
    private const int LongestKnown = 64;

    private readonly string _family;
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _known;

    public DetailNames(string family)
    {
        _family = family;
        _known = new Dictionary<byte[], string>(new ByteSequenceComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The whole name: <c>request_header:host</c>.</summary>
    public string Of(ReadOnlySpan<byte> suffix)
    {
        if (_known.TryGetValue(suffix, out string? known))
        {
            return known;
        }

        string name = _family + FieldText.Decode(suffix).ToLowerInvariant();
        if (suffix.Length <= LongestKnown && _known.Dictionary.Count < MostKnown)
        {
            _known[suffix] = name;
        }

        return name;
    }
}

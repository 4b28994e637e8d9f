using Gor.Http;

namespace Gor.Masking;

/// <summary>
/// The names of one family (<c>request_header:</c>) by their suffix on the wire, in any case. Remembers the first ones, so that
/// a usual header costs neither a string nor a look at the rules; what comes after them, as from a hostile peer, is made anew.
/// </summary>
internal sealed class DetailNames
{
    private const int MostKnown = 2048;
    private const int LongestKnown = 64;

    private readonly string _family;
    private readonly Func<string, bool> _isKilled;
    private readonly Dictionary<byte[], DetailName>.AlternateLookup<ReadOnlySpan<byte>> _known;

    public DetailNames(string family, Func<string, bool> isKilled)
    {
        _family = family;
        _isKilled = isKilled;
        _known = new Dictionary<byte[], DetailName>(new ByteSequenceComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public DetailName Of(ReadOnlySpan<byte> suffix)
    {
        if (_known.TryGetValue(suffix, out DetailName? known))
        {
            return known;
        }

        string text = _family + FieldText.Decode(suffix).ToLowerInvariant();
        DetailName name = new(text, _isKilled(text));
        if (suffix.Length <= LongestKnown && _known.Dictionary.Count < MostKnown)
        {
            _known[suffix] = name;
        }

        return name;
    }
}

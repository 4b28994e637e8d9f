namespace Gor.Masking;

/// <summary>Goes over the places where a pattern's runs begin: through a list of all that a value has, or by searching on.</summary>
internal ref struct HitCursor
{
    private const int NotSearched = -1;

    private readonly RunSearch? _search;
    private readonly int _owner;
    private ReadOnlySpan<Hit> _hits;
    private int _last = NotSearched;

    /// <param name="hits">All in the value, by place.</param>
    /// <param name="owner">Whose are wanted.</param>
    public HitCursor(ReadOnlySpan<Hit> hits, int owner)
    {
        _hits = hits;
        _owner = owner;
    }

    /// <param name="search">For the pattern alone; null where no run is known.</param>
    public HitCursor(RunSearch? search) => _search = search;

    /// <summary>The first place at or behind <paramref name="from"/>, which never goes back; the text's end where there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        if (_search is not null)
        {
            _last = _last >= from ? _last : _search.IndexIn(text, from);
            return _last;
        }

        int next = 0;
        while (next < _hits.Length && (_hits[next].Owner != _owner || _hits[next].Place < from))
        {
            next++;
        }

        _hits = _hits[next..];
        return _hits.IsEmpty ? text.Length : _hits[0].Place;
    }
}

namespace Gor.Masking;

/// <summary>What a <see cref="RunSearch"/> found in one value, by place. Used again and again. One thread.</summary>
internal sealed class HitList
{
    /// <summary>Owners are numbered from 0 up to but not this.</summary>
    public const int MostOwners = 64;

    private const int MostHits = 1 << 16;

    private Hit[] _hits = new Hit[64];
    private Hit[] _spare = [];
    private int _count;
    private ulong _owners;

    public ReadOnlySpan<Hit> Hits => _hits.AsSpan(0, _count);

    /// <summary>True where there were more than are kept.</summary>
    public bool IsFull { get; private set; }

    public bool HasAnyOf(int owner) => (_owners & (1UL << owner)) != 0;

    public void Clear()
    {
        _count = 0;
        _owners = 0;
        IsFull = false;
    }

    /// <summary>Adds one, by place: a search finds them nearly in order.</summary>
    public void Add(Hit hit)
    {
        if (!Append(hit))
        {
            return;
        }

        int at = _count - 1;
        for (; at > 0 && _hits[at - 1].Place > hit.Place; at--)
        {
            _hits[at] = _hits[at - 1];
        }

        _hits[at] = hit;
    }

    /// <summary>Adds one behind the others; <see cref="Merge"/> brings them in order.</summary>
    /// <returns>False where there is no room.</returns>
    public bool Append(Hit hit)
    {
        if (_count == MostHits)
        {
            IsFull = true;
            return false;
        }

        if (_count == _hits.Length)
        {
            Array.Resize(ref _hits, 2 * _count);
        }

        _hits[_count++] = hit;
        _owners |= 1UL << hit.Owner;
        return true;
    }

    /// <summary>Brings those from a number on in order, of which those before another number and those from it on are. Linear in those.</summary>
    public void Merge(int first, int sorted)
    {
        if (sorted == _count || sorted == first || _hits[sorted - 1].Place <= _hits[sorted].Place)
        {
            return;
        }

        if (_spare.Length < sorted - first)
        {
            _spare = new Hit[_hits.Length];
        }

        Span<Hit> former = _spare.AsSpan(0, sorted - first);
        _hits.AsSpan(first, former.Length).CopyTo(former);
        int next = sorted;
        int at = first;
        foreach (Hit hit in former)
        {
            while (next < _count && _hits[next].Place < hit.Place)
            {
                _hits[at++] = _hits[next++];
            }

            _hits[at++] = hit;
        }
    }
}

namespace Gor.Masking;

/// <summary>What a <see cref="RunSearch"/> found in one value, by place. Used again and again. One thread.</summary>
internal sealed class HitList
{
    /// <summary>Owners are numbered from 0 up to but not this.</summary>
    public const int MostOwners = 64;

    private const int MostHits = 1 << 16;

    private Hit[] _hits = new Hit[64];
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

    public void Add(Hit hit)
    {
        if (_count == MostHits)
        {
            IsFull = true;
            return;
        }

        if (_count == _hits.Length)
        {
            Array.Resize(ref _hits, 2 * _count);
        }

        // A search finds them nearly in order.
        int at = _count++;
        for (; at > 0 && _hits[at - 1].Place > hit.Place; at--)
        {
            _hits[at] = _hits[at - 1];
        }

        _hits[at] = hit;
        _owners |= 1UL << hit.Owner;
    }
}

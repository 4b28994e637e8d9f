namespace Gor.Masking;

/// <summary>UTF-16 units in classes that a pattern never tells apart, so that an automaton's row has a few entries and not 65536.</summary>
internal sealed class UnitClasses
{
    private const int AsciiUnits = 128;

    private readonly ushort[] _ascii = new ushort[AsciiUnits];

    /// <summary>Where each run of units of one class begins, sorted, from 0.</summary>
    private readonly char[] _starts;

    /// <summary>The class of each run.</summary>
    private readonly ushort[] _classes;

    /// <summary>A unit of each class.</summary>
    private readonly List<char> _examples = [];

    public UnitClasses(IEnumerable<CharSet> sets)
    {
        CharSet[] distinct = sets.Distinct().ToArray();
        var starts = new SortedSet<char> { '\0' };
        foreach ((char first, char last) in distinct.SelectMany(set => set.Ranges))
        {
            starts.Add(first);
            if (last < char.MaxValue)
            {
                starts.Add((char)(last + 1));
            }
        }

        _starts = [.. starts];
        _classes = Refine(distinct);
        for (int unit = 0; unit < AsciiUnits; unit++)
        {
            _ascii[unit] = Find((char)unit);
        }
    }

    public int Count => _examples.Count;

    public int Of(char unit) => unit < (uint)_ascii.Length ? _ascii[unit] : Find(unit);

    /// <summary>Which classes a set consists of.</summary>
    public bool[] In(CharSet set) => _examples.Select(set.Contains).ToArray();

    /// <summary>The units of some classes, or null where they are more than <paramref name="most"/>.</summary>
    public char[]? UnitsOf(IReadOnlySet<int> classes, int most)
    {
        var units = new List<char>();
        for (int i = 0; i < _starts.Length; i++)
        {
            int end = i + 1 < _starts.Length ? _starts[i + 1] : char.MaxValue + 1;
            if (!classes.Contains(_classes[i]))
            {
                continue;
            }

            if (units.Count + end - _starts[i] > most)
            {
                return null;
            }

            units.AddRange(Enumerable.Range(_starts[i], end - _starts[i]).Select(unit => (char)unit));
        }

        return [.. units];
    }

    /// <summary>Starts with one class and splits what a set tells apart, set by set; then numbers the classes in the order of their units.</summary>
    private ushort[] Refine(CharSet[] sets)
    {
        int[] parts = new int[_starts.Length];
        int count = 1;
        var inside = new Dictionary<int, int>();
        foreach (CharSet set in sets)
        {
            inside.Clear();
            foreach ((char first, char last) in set.Ranges)
            {
                for (int i = Array.BinarySearch(_starts, first); i < _starts.Length && _starts[i] <= last; i++)
                {
                    if (!inside.TryGetValue(parts[i], out int part))
                    {
                        inside[parts[i]] = part = count++;
                    }

                    parts[i] = part;
                }
            }
        }

        var numbers = new Dictionary<int, ushort>();
        ushort[] classes = new ushort[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!numbers.TryGetValue(parts[i], out classes[i]))
            {
                numbers[parts[i]] = classes[i] = (ushort)_examples.Count;
                _examples.Add(_starts[i]);
            }
        }

        return classes;
    }

    private ushort Find(char unit)
    {
        int index = Array.BinarySearch(_starts, unit);
        return _classes[index < 0 ? ~index - 1 : index];
    }
}

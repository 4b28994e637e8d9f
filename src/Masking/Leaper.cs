using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// Knows where a match may begin: near a literal or a run that each match has, else at a unit that may be the first. Immutable.
/// </summary>
internal sealed class Leaper
{
    private const int FirstBeyondAscii = 0x80;

    private readonly UnitClasses _classes;
    private readonly PatternLiterals? _literals;
    private readonly PatternRuns? _runs;

    /// <summary>The classes that a match may have before its literal, or its run.</summary>
    private readonly bool[] _beforeLiteral = [];
    private readonly bool[] _beforeRun = [];
    private readonly SearchValues<byte>? _asciiBeforeRun;
    private readonly SearchValues<char>? _interesting;
    private readonly SearchValues<byte>? _interestingBytes;

    /// <param name="literals">What any match must contain, where that is known.</param>
    /// <param name="runs">The same for UTF-8.</param>
    /// <param name="interesting">The ASCII units with which a match may begin; null where searching for them is not worth it.</param>
    public Leaper(UnitClasses classes, PatternLiterals? literals, PatternRuns? runs, char[]? interesting)
    {
        _classes = classes;
        if (literals is { IsRare: true })
        {
            _literals = literals;
            _beforeLiteral = classes.In(literals.Before);
        }

        if (runs is { AreRare: true })
        {
            _runs = runs;
            _beforeRun = classes.In(runs.Before);
            BeginsWithRun = Array.TrueForAll(_beforeRun, isBefore => !isBefore);
            _asciiBeforeRun = SearchValues.Create([.. Enumerable.Range(0, FirstBeyondAscii).Where(unit => _beforeRun[classes.Of((char)unit)]).Select(unit => (byte)unit)]);
        }

        if (interesting is not null)
        {
            _interesting = SearchValues.Create(interesting);
            _interestingBytes = SearchValues.Create(Encoding.ASCII.GetBytes(interesting));
        }
    }

    /// <summary>True where a unit by itself tells that a match may begin.</summary>
    public bool HasInteresting => _interesting is not null;

    /// <summary>True where nothing of a match in UTF-8 can be before its run.</summary>
    public bool BeginsWithRun { get; }

    /// <summary>True where a search need only look near literals, or runs.</summary>
    public bool HasLandmarks<T>() => typeof(T) == typeof(char) ? _literals is not null : _runs is not null;

    /// <summary>Where the next match may begin, at or behind <paramref name="from"/>; the text's end where there is none.</summary>
    /// <param name="landmark">Where the last literal or run was found; moved to the next one.</param>
    /// <param name="hits">Where the runs are, for UTF-8.</param>
    public int Next<T, TUnits>(ReadOnlySpan<T> text, int from, ref int landmark, ref HitCursor hits)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        bool isText = typeof(T) == typeof(char);
        if (!HasLandmarks<T>())
        {
            return EndIfNone(text, from, isText
                ? MemoryMarshal.Cast<T, char>(text[from..]).IndexOfAny(_interesting!)
                : MemoryMarshal.Cast<T, byte>(text[from..]).IndexOfAny(_interestingBytes!));
        }

        if (from <= landmark)
        {
            return from;
        }

        if (!isText)
        {
            ReadOnlySpan<byte> utf8 = MemoryMarshal.Cast<T, byte>(text);
            landmark = hits.Next(utf8, from);
            return landmark == text.Length ? landmark : BeforeRun(utf8, from, landmark);
        }

        landmark = EndIfNone(text, from, _literals!.IndexIn(MemoryMarshal.Cast<T, char>(text[from..])));
        int to = landmark;
        while (landmark < text.Length && to > from && _beforeLiteral[_classes.Of(TUnits.Before(text, to, out int width))])
        {
            to -= width;
        }

        return to;
    }

    /// <summary>How far before a run its match may begin.</summary>
    /// <param name="from">Not before it.</param>
    public int BeforeRun(ReadOnlySpan<byte> text, int from, int run)
    {
        while (true)
        {
            run = from + text[from..run].LastIndexOfAnyExcept(_asciiBeforeRun!) + 1;
            if (run == from || text[run - 1] < FirstBeyondAscii || !_beforeRun[_classes.Of(Utf8Units.Before(text, run, out int width))])
            {
                return run;
            }

            run -= width;
        }
    }

    private static int EndIfNone<T>(ReadOnlySpan<T> text, int from, int skipped) => skipped < 0 ? text.Length : from + skipped;
}

namespace Gor.Masking;

/// <summary>
/// Hides from .NET's linear engine what it treats otherwise than JavaScript does and has no look-around to correct:
/// letters outside ASCII, which <c>\b</c> takes for parts of words, and a line feed at the very end, next to which patterns with any
/// anchor lose captures and even matches. Such units are replaced, in the pattern and in the text, by private-use units, which are
/// no letters. Units that the pattern never tells apart share one, so each set keeps its meaning and each match its place.
/// </summary>
internal sealed class Alphabet
{
    private const char FirstOutsideAscii = '\u0080';
    private const char FirstPrivate = '\uE000';
    private const char LastLineFeed = '\uF8FF';
    private const int MostClasses = LastLineFeed - FirstPrivate;

    /// <summary>Where each class of units begins, sorted; a class ends before the next.</summary>
    private readonly char[] _starts;

    private Alphabet(char[] starts) => _starts = starts;

    /// <summary>Null where the pattern distinguishes more classes than there are private-use units.</summary>
    public static Alphabet? For(PatternNode root)
    {
        var starts = new SortedSet<char> { FirstOutsideAscii };
        foreach (PatternNode.Set set in root.DescendantsAndSelf().OfType<PatternNode.Set>())
        {
            foreach ((char first, char last) in set.Units.Ranges)
            {
                if (first > FirstOutsideAscii)
                {
                    starts.Add(first);
                }

                if (last is >= FirstOutsideAscii and < char.MaxValue)
                {
                    starts.Add((char)(last + 1));
                }
            }
        }

        return starts.Count > MostClasses ? null : new Alphabet([.. starts]);
    }

    public CharSet Map(CharSet set)
    {
        var ranges = set.Ranges
            .Where(range => range.First < FirstOutsideAscii)
            .Select(range => (range.First, range.Last < FirstOutsideAscii ? range.Last : (char)(FirstOutsideAscii - 1)))
            .ToList();
        if (set.Contains('\n'))
        {
            ranges.Add((LastLineFeed, LastLineFeed));
        }

        for (int i = 0; i < _starts.Length; i++)
        {
            if (set.Contains(_starts[i]))
            {
                ranges.Add(((char)(FirstPrivate + i), (char)(FirstPrivate + i)));
            }
        }

        return CharSet.Of(ranges);
    }

    /// <summary>A text of the same length; the same one where there is nothing to hide.</summary>
    public string Map(string text) => System.Text.Ascii.IsValid(text) && !text.EndsWith('\n')
        ? text
        : string.Create(text.Length, (Text: text, Starts: _starts), static (mapped, from) =>
        {
            for (int i = 0; i < mapped.Length; i++)
            {
                char unit = from.Text[i];
                mapped[i] = unit < FirstOutsideAscii ? unit : Replacement(from.Starts, unit);
            }

            if (mapped[^1] == '\n')
            {
                mapped[^1] = LastLineFeed;
            }
        });

    private static char Replacement(char[] starts, char unit)
    {
        int index = Array.BinarySearch(starts, unit);
        return (char)(FirstPrivate + (index < 0 ? ~index - 1 : index));
    }
}

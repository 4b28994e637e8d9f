namespace Gor.Masking;

/// <summary>A class in brackets: ECMA-262 section 22.2.1.4 with Annex B.1.2, where a class escape may stand at either end of a dash.</summary>
internal readonly struct CharClassParser(string text, bool hasNamedGroups)
{
    private readonly CharEscapeParser _escapes = new(text, isInClass: true, hasNamedGroups);

    /// <param name="at">The opening bracket; moved behind the closing one.</param>
    public CharSet Parse(ref int at)
    {
        int start = at++;
        bool isNegated = at < text.Length && text[at] == '^';
        if (isNegated)
        {
            at++;
        }

        var ranges = new List<(char First, char Last)>();
        while (at < text.Length && text[at] != ']')
        {
            int from = at;
            CharSet first = ParseAtom(ref at);
            if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                CharSet last = ParseAtom(ref at);
                if (first.IsSingle && last.IsSingle)
                {
                    if (first.Ranges[0].First > last.Ranges[0].First)
                    {
                        throw new PatternException("range out of order in character class", from);
                    }

                    ranges.Add((first.Ranges[0].First, last.Ranges[0].First));
                    continue;
                }

                ranges.Add(('-', '-'));
                ranges.AddRange(last.Ranges);
            }

            ranges.AddRange(first.Ranges);
        }

        if (at >= text.Length)
        {
            throw new PatternException("unterminated character class", start);
        }

        at++;
        var set = CharSet.Of(ranges);
        return isNegated ? set.Complement() : set;
    }

    private CharSet ParseAtom(ref int at) => text[at] == '\\' ? _escapes.Parse(ref at) : CharSet.Single(text[at++]);
}

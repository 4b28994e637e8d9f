using System.Globalization;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// Writes a JavaScript regular expression as a .NET one that matches the same texts at the same places with the same captures.
/// Everything is spelled out (sets as ranges, ends as <c>\A</c> and <c>\z</c>), so that no option and no culture has a say.
/// For .NET's backtracking engine: it is used where <see cref="LinearMatcher"/> cannot be.
/// </summary>
internal sealed class PatternTranslator
{
    private const string Word = "[0-9A-Z_a-z]";
    private const string AnyUnit = @"[\u0000-\uFFFF]";

    private readonly StringBuilder _written = new();
    private readonly IReadOnlyList<int> _used;
    private readonly bool _hasReferences;
    private int _helperGroups;

    private PatternTranslator(PatternNode root, IReadOnlySet<int> used)
    {
        PatternNode[] nodes = root.DescendantsAndSelf().ToArray();
        _hasReferences = nodes.OfType<PatternNode.Reference>().Any();
        _used = [.. nodes.OfType<PatternNode.Reference>().Select(reference => reference.Number).Union(used)
            .Intersect(nodes.OfType<PatternNode.Group>().Select(group => group.Number)).Order()];
    }

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
    /// <param name="used">The groups whose captures somebody wants; the others are not captured.</param>
    public static Translation Translate(PatternNode root, IReadOnlySet<int> used)
    {
        var translator = new PatternTranslator(root, used);
        translator.Write(root, isBackward: false);
        return new Translation(translator._written.ToString(), translator._used);
    }

    private void Write(PatternNode node, bool isBackward)
    {
        switch (node)
        {
            case PatternNode.Set set:
                WriteSet(set.Units);
                break;
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in sequence.Parts)
                {
                    Write(part, isBackward);
                }

                break;
            case PatternNode.Choice choice:
                WriteChoice(choice, isBackward);
                break;
            case PatternNode.Group group:
                WriteGroup(group, isBackward);
                break;
            case PatternNode.Repeat repeat:
                WriteRepeat(repeat, isBackward);
                break;
            case PatternNode.Reference reference when DotNetNumber(reference.Number) == 0:
                // Its group can take no part, as under {0}: the reference is empty.
                break;
            case PatternNode.Reference reference:
                int number = DotNetNumber(reference.Number);
                _written.Append(CultureInfo.InvariantCulture, $@"(?({number})\{number})");
                break;
            case PatternNode.Look look:
                _written.Append(look.IsBehind ? "(?<" : "(?").Append(look.IsNegative ? '!' : '=');
                Write(look.Body, look.IsBehind);
                _written.Append(')');
                break;
            case PatternNode.Anchor anchor:
                _written.Append(AnchorText(anchor.Kind));
                break;
            case PatternNode.Advance advance:
                WriteAdvance(advance, isBackward);
                break;
        }
    }

    private void WriteChoice(PatternNode.Choice choice, bool isBackward)
    {
        _written.Append("(?:");
        for (int i = 0; i < choice.Branches.Length; i++)
        {
            if (i > 0)
            {
                _written.Append('|');
            }

            Write(choice.Branches[i], isBackward);
        }

        _written.Append(')');
    }

    private void WriteGroup(PatternNode.Group group, bool isBackward)
    {
        int number = DotNetNumber(group.Number);
        if (number == 0)
        {
            _written.Append("(?:");
        }
        else
        {
            _written.Append(CultureInfo.InvariantCulture, $"(?<{number}>");
        }

        Write(_hasReferences ? WithoutReferenceTo(group.Number, group.Body) : group.Body, isBackward);
        _written.Append(')');
    }

    /// <summary>Each iteration forgets what the one before captured (ECMA-262 section 22.2.2.3.1, step 4).</summary>
    private void WriteRepeat(PatternNode.Repeat repeat, bool isBackward)
    {
        bool isOnce = repeat is { Least: 1, Most: 1 };

        // .NET 10 merges (?:b+|){2} to b{2,}: between the two loops it forgets that nothing may do. It never merges over a capture.
        bool isGuarded = !isOnce && repeat.Least > 0 && PatternProgress.CanBeEmpty(repeat.Body);
        string reset = string.Concat(GroupsToReset(repeat).Select(number => string.Create(CultureInfo.InvariantCulture, $"(?<{number}>)")));
        bool isAtom = repeat.Body is PatternNode.Set && reset.Length == 0;
        if (isGuarded)
        {
            _written.Append(CultureInfo.InvariantCulture, $"(?<{NextHelper()}>");
        }
        else if (!isAtom)
        {
            _written.Append("(?:");
        }

        if (!isBackward)
        {
            _written.Append(reset);
        }

        Write(repeat.Body, isBackward);
        if (isBackward)
        {
            _written.Append(reset);
        }

        if (!isAtom)
        {
            _written.Append(')');
        }

        if (isOnce)
        {
            return;
        }

        _written.Append(repeat switch
        {
            { Least: 0, Most: int.MaxValue } => "*",
            { Least: 1, Most: int.MaxValue } => "+",
            { Least: 0, Most: 1 } => "?",
            { Most: int.MaxValue } => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Least},}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{repeat.Least},{repeat.Most}}}"),
        });
        if (repeat.IsLazy)
        {
            _written.Append('?');
        }
    }

    /// <summary>
    /// Whether the body consumed anything is known only while matching: compare what is left (behind: what lies before) at both
    /// ends of it.
    /// </summary>
    private void WriteAdvance(PatternNode.Advance advance, bool isBackward)
    {
        int number = NextHelper();
        string start = isBackward ? $@"(?<=\A(?<{number}>{AnyUnit}*))" : $"(?=(?<{number}>{AnyUnit}*))";
        string end = isBackward ? $@"(?<!\A\k<{number}>)" : $@"(?!\k<{number}>\z)";
        _written.Append("(?:").Append(isBackward ? end : start);
        Write(advance.Body, isBackward);
        _written.Append(isBackward ? start : end).Append(')');
    }

    /// <summary>The number of a group that only we look at.</summary>
    private int NextHelper() => _used.Count + ++_helperGroups;

    private void WriteSet(CharSet set)
    {
        if (set.IsSingle)
        {
            WriteUnit(set.Ranges[0].First);
            return;
        }

        bool isNegated = set.IsEmpty || (set.Contains(char.MaxValue) && set.Ranges.Length > 1);
        _written.Append(isNegated ? "[^" : "[");
        foreach ((char first, char last) in (isNegated ? set.Complement() : set).Ranges)
        {
            WriteUnit(first);
            if (last > first)
            {
                _written.Append('-');
                WriteUnit(last);
            }
        }

        _written.Append(']');
    }

    private void WriteUnit(char unit)
    {
        if (char.IsAsciiLetterOrDigit(unit))
        {
            _written.Append(unit);
        }
        else
        {
            _written.Append(CultureInfo.InvariantCulture, $@"\u{(int)unit:X4}");
        }
    }

    private static string AnchorText(AnchorKind kind) => kind switch
    {
        AnchorKind.Start => @"\A",
        AnchorKind.End => @"\z",
        AnchorKind.WordBoundary => $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))",
        _ => $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))",
    };

    private IEnumerable<int> GroupsToReset(PatternNode.Repeat repeat)
    {
        // Without back-references only the last iteration's captures are seen: a group that every iteration sets needs no reset.
        return repeat.Body.DescendantsAndSelf().OfType<PatternNode.Group>()
            .Select(group => group.Number)
            .Distinct()
            .Where(number => DotNetNumber(number) > 0 && (_hasReferences || !AlwaysSets(repeat.Body, number)))
            .Select(DotNetNumber);
    }

    private static bool AlwaysSets(PatternNode node, int number) => node switch
    {
        PatternNode.Group group => group.Number == number || AlwaysSets(group.Body, number),
        PatternNode.Sequence sequence => sequence.Parts.Any(part => AlwaysSets(part, number)),
        PatternNode.Choice choice => choice.Branches.All(branch => AlwaysSets(branch, number)),
        PatternNode.Repeat repeat => repeat.Least > 0 && AlwaysSets(repeat.Body, number),
        _ => false,
    };

    /// <summary>A reference inside its own group is empty: the group has not ended.</summary>
    private static PatternNode WithoutReferenceTo(int number, PatternNode node) => node switch
    {
        PatternNode.Reference reference when reference.Number == number => PatternNode.Empty,
        PatternNode.Sequence sequence => new PatternNode.Sequence([.. sequence.Parts.Select(part => WithoutReferenceTo(number, part))]),
        PatternNode.Choice choice => new PatternNode.Choice([.. choice.Branches.Select(branch => WithoutReferenceTo(number, branch))]),
        PatternNode.Group group => group with { Body = WithoutReferenceTo(number, group.Body) },
        PatternNode.Repeat repeat => repeat with { Body = WithoutReferenceTo(number, repeat.Body) },
        PatternNode.Look look => look with { Body = WithoutReferenceTo(number, look.Body) },
        PatternNode.Advance advance => new PatternNode.Advance(WithoutReferenceTo(number, advance.Body)),
        _ => node,
    };

    /// <summary>0 for a group that nobody wants.</summary>
    private int DotNetNumber(int number)
    {
        for (int i = 0; i < _used.Count; i++)
        {
            if (_used[i] == number)
            {
                return i + 1;
            }
        }

        return 0;
    }
}

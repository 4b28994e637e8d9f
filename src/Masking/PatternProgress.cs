using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>
/// Rewrites loops whose body can match the empty text. JavaScript refuses an iteration beyond the least that consumes nothing
/// and tries the body's next way (RepeatMatcher, ECMA-262 section 22.2.2.3.1); .NET takes it and leaves the loop. The rewritten
/// loop gives its iterations a body that always consumes, with the same ways to match in the same order, so both mean the same.
/// An empty capture and none count as equal: no back-reference and no replacement can tell them apart.
/// </summary>
internal sealed class PatternProgress
{
    /// <summary>Nodes that the rewriting of one pattern may make.</summary>
    private const int Budget = 50_000;

    /// <summary>Iterations of nested counted loops, as far as a search for a common beginning would unroll them.</summary>
    private const long MostUnrolled = 1 << 20;

    private const int UnrolledOfEach = 8;

    private int _made;
    private long _unrolled = 1;

    /// <summary>True inside a look-behind, which is matched from its end: the last part of a sequence comes first.</summary>
    private bool _isBackward;

    /// <summary>One way in which a node can match.</summary>
    /// <param name="Consumes">False where the way only looks.</param>
    private readonly record struct Way(PatternNode Node, bool Consumes);

    /// <exception cref="PatternException">Loops in loops, each of which may be empty, in too many combinations.</exception>
    public static PatternNode Rewrite(PatternNode root) => new PatternProgress().Visit(root);

    private PatternNode Visit(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => new PatternNode.Sequence([.. sequence.Parts.Select(Visit)]),
        PatternNode.Choice choice => new PatternNode.Choice([.. choice.Branches.Select(Visit)]),
        PatternNode.Group group => group with { Body = Visit(group.Body) },
        PatternNode.Look look => VisitLook(look),
        PatternNode.Repeat repeat => VisitRepeat(repeat with { Body = VisitBody(repeat) }),
        _ => node,
    };

    /// <summary>.NET's engine unrolls {n} in {n} in {n} … to its innermost; beyond some depth it would never end.</summary>
    private PatternNode VisitBody(PatternNode.Repeat repeat)
    {
        long outside = _unrolled;
        _unrolled *= repeat.Least == repeat.Most ? Math.Clamp(repeat.Least, 1, UnrolledOfEach) : 1;
        if (_unrolled > MostUnrolled)
        {
            throw new PatternException("counted repetitions nested too deeply", 0);
        }

        PatternNode body = Visit(repeat.Body);
        _unrolled = outside;
        return body;
    }

    private PatternNode.Look VisitLook(PatternNode.Look look)
    {
        bool outside = _isBackward;
        _isBackward = look.IsBehind;
        PatternNode body = Visit(look.Body);
        _isBackward = outside;
        return look with { Body = body };
    }

    private PatternNode VisitRepeat(PatternNode.Repeat repeat)
    {
        if (repeat.Most == 0)
        {
            return PatternNode.Empty;
        }

        if (!CanBeEmpty(repeat.Body))
        {
            return repeat;
        }

        PatternNode progress = NonEmpty(repeat.Body, out bool isEmptyLast);
        if (progress == PatternNode.Never)
        {
            // A second look from the same place sees the same.
            return repeat.Least == 0 ? PatternNode.Empty : Once(repeat.Body);
        }

        var optional = new PatternNode.Repeat(progress, 0, repeat.Most, repeat.IsLazy);
        if (repeat.Least == 0 || (IsLeastFree(repeat) && (repeat.Most == int.MaxValue || isEmptyLast)))
        {
            return optional;
        }

        var least = new PatternNode.Repeat(repeat.Body, repeat.Least, repeat.Least, false);
        return repeat.Most == repeat.Least
            ? least
            : Join(least, optional with { Most = repeat.Most == int.MaxValue ? int.MaxValue : repeat.Most - repeat.Least });
    }

    /// <summary>
    /// True where the iterations that must be made may as well not be: each could be empty, anywhere and without a trace
    /// (a look-ahead could capture, a second empty iteration forgets what the first one captured), so nothing is lost when only
    /// those are made that consume.
    /// </summary>
    private static bool IsLeastFree(PatternNode.Repeat repeat) =>
        !repeat.IsLazy && IsFreelyEmpty(repeat.Body) && !repeat.Body.DescendantsAndSelf().Any(node =>
            node is PatternNode.Look || (node is PatternNode.Group && repeat.Least > 1));

    /// <param name="isEmptyLast">True where every way that consumes comes before every way that does not.</param>
    private PatternNode NonEmpty(PatternNode body, out bool isEmptyLast)
    {
        isEmptyLast = false;
        if (Ways(body) is not { } ways)
        {
            return new PatternNode.Advance(body);
        }

        isEmptyLast = ways.FindLastIndex(way => way.Consumes) < ways.FindIndex(way => !way.Consumes);
        PatternNode[] consuming = ways.Where(way => way.Consumes).Select(way => way.Node).ToArray();
        return consuming.Length switch
        {
            0 => PatternNode.Never,
            1 => consuming[0],
            _ => new PatternNode.Choice([.. consuming]),
        };
    }

    /// <summary>All ways of a rewritten node in the order in which they are tried; null where a back-reference decides while matching.</summary>
    private List<Way>? Ways(PatternNode node)
    {
        if (++_made > Budget)
        {
            throw new PatternException("too many ways to match nothing in nested quantifiers", 0);
        }

        if (!CanBeEmpty(node))
        {
            return [new Way(node, true)];
        }

        switch (node)
        {
            case PatternNode.Sequence sequence:
                return WaysOfSequence(_isBackward ? [.. sequence.Parts.Reverse()] : sequence.Parts.AsSpan());
            case PatternNode.Choice choice:
                List<Way>?[] branches = choice.Branches.Select(Ways).ToArray();
                return branches.Contains(null) ? null : [.. branches.SelectMany(branch => branch!)];
            case PatternNode.Group group:
                return Ways(group.Body)?.ConvertAll(way => way with { Node = group with { Body = way.Node } });
            case PatternNode.Repeat { Least: 0 } repeat:
                var some = new Way(repeat with { Least = 1 }, true);
                var none = new Way(PatternNode.Empty, false);
                return repeat.IsLazy ? [none, some] : [some, none];
            case PatternNode.Repeat repeat:
                return repeat.Most == 1
                    ? Ways(repeat.Body)?.ConvertAll(way => way with { Node = Once(way.Node) })
                    : WaysOfSequence([Once(repeat.Body), repeat with { Least = repeat.Least - 1, Most = repeat.Most - 1 }]);
            case PatternNode.Reference:
                return null;
            default:
                return [new Way(node, false)];
        }
    }

    /// <param name="parts">In the order in which they are matched.</param>
    private List<Way>? WaysOfSequence(ReadOnlySpan<PatternNode> parts)
    {
        if (parts.IsEmpty)
        {
            return [new Way(PatternNode.Empty, false)];
        }

        if (Ways(parts[0]) is not { } heads)
        {
            return null;
        }

        var ways = new List<Way>();
        foreach (Way head in heads)
        {
            if (head.Consumes)
            {
                ways.Add(new Way(Join([head.Node, .. parts[1..]]), true));
            }
            else if (WaysOfSequence(parts[1..]) is { } rests)
            {
                ways.AddRange(rests.ConvertAll(rest => rest with { Node = Join(head.Node, rest.Node) }));
            }
            else
            {
                return null;
            }
        }

        return ways;
    }

    /// <summary>One iteration: what it captured before is forgotten.</summary>
    private static PatternNode Once(PatternNode body) => new PatternNode.Repeat(body, 1, 1, false);

    /// <param name="parts">In the order in which they are matched.</param>
    private PatternNode.Sequence Join(params ReadOnlySpan<PatternNode> parts)
    {
        ImmutableArray<PatternNode> written = [.. parts];
        return new PatternNode.Sequence(_isBackward ? [.. written.Reverse()] : written);
    }

    /// <summary>True where a match may consume nothing.</summary>
    public static bool CanBeEmpty(PatternNode node) => node switch
    {
        PatternNode.Set or PatternNode.Advance => false,
        PatternNode.Sequence sequence => sequence.Parts.All(CanBeEmpty),
        PatternNode.Choice choice => choice.Branches.Any(CanBeEmpty),
        PatternNode.Group group => CanBeEmpty(group.Body),
        PatternNode.Repeat repeat => repeat.Least == 0 || CanBeEmpty(repeat.Body),
        _ => true,
    };

    /// <summary>True where a way to match nothing is open in every place.</summary>
    private static bool IsFreelyEmpty(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => sequence.Parts.All(IsFreelyEmpty),
        PatternNode.Choice choice => choice.Branches.Any(IsFreelyEmpty),
        PatternNode.Group group => IsFreelyEmpty(group.Body),
        PatternNode.Repeat repeat => repeat.Least == 0 || IsFreelyEmpty(repeat.Body),
        _ => false,
    };
}

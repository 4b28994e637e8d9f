using System.Runtime.InteropServices;

namespace Gor.Masking;

/// <summary>
/// A pattern without look-around and back-references as a non-deterministic automaton (Thompson's construction), whose forks keep
/// the order in which a backtracking engine would try. Immutable.
/// </summary>
internal sealed class LinearProgram
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<bool[]> _sets = [];
    private readonly Dictionary<CharSet, int> _setIndexes = [];
    private readonly IReadOnlyList<int> _groups;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
    /// <param name="groups">The groups whose captures are wanted; none for a backward program.</param>
    /// <param name="isBackward">Reads the text from its end.</param>
    public LinearProgram(PatternNode root, UnitClasses classes, IReadOnlyList<int> groups, bool isBackward)
    {
        Classes = classes;
        IsBackward = isBackward;
        _groups = groups;
        Start = Emit(root, Add(Operation.Match, -1, 0));
        IEnumerable<AnchorKind> anchors = _instructions.Where(step => step.Operation == Operation.Assert).Select(step => (AnchorKind)step.Argument);
        HasBoundary = anchors.Any(kind => kind is AnchorKind.WordBoundary or AnchorKind.NotWordBoundary);
        HasEdge = anchors.Any(kind => kind is AnchorKind.Start or AnchorKind.End);
        WordClasses = classes.In(CharSet.Word);
        _setIndexes.Clear();
    }

    public UnitClasses Classes { get; }

    public bool IsBackward { get; }

    public int Start { get; }

    /// <summary>True where the kind of the neighbouring unit, word or not, matters.</summary>
    public bool HasBoundary { get; }

    /// <summary>True where it matters whether the text has begun or ended.</summary>
    public bool HasEdge { get; }

    /// <summary>Which classes are word characters; of use where <see cref="HasBoundary"/>.</summary>
    public bool[] WordClasses { get; }

    public int Count => _instructions.Count;

    /// <summary>Two a wanted group: where it begins and ends.</summary>
    public int SlotCount => 2 * _groups.Count;

    public ReadOnlySpan<Instruction> Instructions => CollectionsMarshal.AsSpan(_instructions);

    public bool Takes(in Instruction unit, int unitClass) => _sets[unit.Argument][unitClass];

    /// <summary>Which classes a step takes.</summary>
    public bool[] SetOf(in Instruction unit) => _sets[unit.Argument];

    /// <summary>A program that may begin anywhere at or behind where it is started, the sooner the better.</summary>
    /// <returns>Where to start it.</returns>
    public int AddSearchLoop()
    {
        int loop = Add(Operation.Fork, Start, 0);
        int any = Add(Operation.Unit, loop, SetIndex(CharSet.All));
        _instructions[loop] = _instructions[loop] with { Argument = any };
        return loop;
    }

    /// <summary>Adds the steps of a node before the step <paramref name="next"/>; tells the first of them.</summary>
    private int Emit(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.Set set:
                return Add(Operation.Unit, next, SetIndex(set.Units));
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in IsBackward ? sequence.Parts : sequence.Parts.Reverse())
                {
                    next = Emit(part, next);
                }

                return next;
            case PatternNode.Choice choice:
                int[] branches = choice.Branches.Select(branch => Emit(branch, next)).ToArray();
                int first = branches[^1];
                for (int i = branches.Length - 2; i >= 0; i--)
                {
                    first = Add(Operation.Fork, branches[i], first);
                }

                return first;
            case PatternNode.Group group when SlotOf(group.Number) is var slot and >= 0:
                return Add(Operation.Save, Emit(group.Body, Add(Operation.Save, next, slot + 1)), slot);
            case PatternNode.Group group:
                return Emit(group.Body, next);
            case PatternNode.Repeat repeat:
                return EmitRepeat(repeat, next);
            case PatternNode.Anchor anchor:
                return Add(Operation.Assert, next, (int)anchor.Kind);
            default:
                throw new InvalidOperationException($"{node.GetType().Name} is not linear");
        }
    }

    private int EmitRepeat(PatternNode.Repeat repeat, int next)
    {
        int first = next;
        int copies = repeat.Least;
        if (repeat.Most == int.MaxValue)
        {
            int fork = Add(Operation.Fork, 0, 0);
            int body = EmitIteration(repeat.Body, fork);
            _instructions[fork] = Fork(body, next, repeat.IsLazy);
            first = copies > 0 ? body : fork;
            copies = Math.Max(0, copies - 1);
        }
        else
        {
            for (int i = repeat.Least; i < repeat.Most; i++)
            {
                int body = EmitIteration(repeat.Body, first);
                first = Add(Operation.Fork, 0, 0);
                _instructions[first] = Fork(body, next, repeat.IsLazy);
            }
        }

        for (int i = 0; i < copies; i++)
        {
            first = EmitIteration(repeat.Body, first);
        }

        return first;
    }

    /// <summary>Each iteration forgets what the one before captured (ECMA-262 section 22.2.2.3.1, step 4).</summary>
    private int EmitIteration(PatternNode body, int next)
    {
        int first = Emit(body, next);
        foreach (PatternNode.Group group in _groups.Count == 0 ? [] : body.DescendantsAndSelf().OfType<PatternNode.Group>())
        {
            if (SlotOf(group.Number) is var slot and >= 0)
            {
                first = Add(Operation.Forget, first, slot);
            }
        }

        return first;
    }

    private static Instruction Fork(int body, int next, bool isLazy) =>
        isLazy ? new Instruction(Operation.Fork, next, body) : new Instruction(Operation.Fork, body, next);

    private int Add(Operation operation, int next, int argument)
    {
        _instructions.Add(new Instruction(operation, next, argument));
        return _instructions.Count - 1;
    }

    private int SetIndex(CharSet set)
    {
        if (!_setIndexes.TryGetValue(set, out int index))
        {
            index = _sets.Count;
            _sets.Add(Classes.In(set));
            _setIndexes[set] = index;
        }

        return index;
    }

    /// <summary>The first slot of a wanted group, else -1.</summary>
    private int SlotOf(int group)
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            if (_groups[i] == group)
            {
                return 2 * i;
            }
        }

        return -1;
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// The plan of each field name that was seen. Shared by all workers. Bounded, as names come off the wire: when it is full it
/// starts anew, and a long name is never kept. A scope that takes too long on a name counts as matching it.
/// </summary>
internal sealed class FieldPlans(IReadOnlyList<Rule> rules)
{
    /// <summary>Names kept, each counted with the rules that concern it.</summary>
    private const int MostWeight = 1 << 17;

    private const int WeightOfName = 16;
    private const int LongestName = 256;
    private const int NearestCount = 1024;

    private readonly ConcurrentDictionary<string, FieldPlan> _plans = new(StringComparer.Ordinal);

    /// <summary>
    /// By the name's identity: the names of usual fields are the same strings again and again (see <see cref="DetailNames"/>), and
    /// reading all their letters would cost more than most rules do.
    /// </summary>
    private readonly Known?[] _nearest = new Known?[NearestCount];
    private int _weight;

    private sealed record Known(string Name, FieldPlan Plan);

    public FieldPlan this[string name]
    {
        get
        {
            ref Known? nearest = ref _nearest[RuntimeHelpers.GetHashCode(name) & (NearestCount - 1)];
            if (Volatile.Read(ref nearest) is { } entry && ReferenceEquals(entry.Name, name))
            {
                return entry.Plan;
            }

            FieldPlan plan = Find(name);
            if (name.Length <= LongestName)
            {
                Volatile.Write(ref nearest, new Known(name, plan));
            }

            return plan;
        }
    }

    private FieldPlan Find(string name)
    {
        if (_plans.TryGetValue(name, out FieldPlan? known))
        {
            return known;
        }

        FieldPlan plan = Make(name);
        if (name.Length <= LongestName && _plans.TryAdd(name, plan)
            && Interlocked.Add(ref _weight, WeightOfName + plan.Weight) >= MostWeight)
        {
            Interlocked.Exchange(ref _weight, 0);
            _plans.Clear();
        }

        return plan;
    }

    private FieldPlan Make(string name)
    {
        var matching = new List<Rule>();
        Rule? remove = null;
        Rule? undecided = null;
        Rule? removedByTimeout = null;
        foreach (Rule rule in rules.Where(rule => rule.Scope is not null))
        {
            try
            {
                if (!Concerns(rule, name))
                {
                    continue;
                }

                matching.Add(rule);

                // A name cannot be masked: a pair whose name holds a secret goes.
                if (rule.Verb == Verb.Remove || rule.Detector?.IsInName(name) == true)
                {
                    remove ??= rule;
                }
            }
            catch (RegexMatchTimeoutException) when (rule.Verb < Verb.Sample)
            {
                undecided ??= rule;
            }
            catch (RegexMatchTimeoutException)
            {
                removedByTimeout ??= rule;
            }
        }

        Rule[] Of(Predicate<Verb> isWanted) => [.. matching.Where(rule => isWanted(rule.Verb)).OrderBy(rule => rule.Verb)];
        Rule[] removes = Of(verb => verb is > Verb.Remove and < Verb.Replace);
        Rule[] replaces = [.. matching.Where(rule => rule.Verb is Verb.Replace or Verb.Mask)];
        (int Owner, PatternRuns Runs)[] owners =
            [.. removes.Concat(replaces).Take(HitList.MostOwners).Select((rule, owner) => (owner, rule.Argument?.Runs!)).Where(one => one.Item2 is not null)];
        return new FieldPlan
        {
            Stop = matching.Find(rule => rule.Verb == Verb.Stop),
            Undecided = undecided,
            StopIfs = Of(verb => verb is Verb.StopIf or Verb.StopIfFound),
            StopUnlessFounds = Of(verb => verb == Verb.StopUnlessFound),
            StopUnlesses = Of(verb => verb == Verb.StopUnless),
            Remove = remove ?? removedByTimeout,
            IsRemovedByTimeout = remove is null && removedByTimeout is not null,
            Removes = removes,
            Replaces = replaces,
            Runs = RunsOf(owners),
            LastOwner = owners.Length == 0 ? -1 : owners[^1].Owner,
            IsLookedAt = undecided is not null || matching.Exists(rule => rule.Verb < Verb.Sample),
            IsUntouched = remove is null && removedByTimeout is null && !matching.Exists(rule => rule.Verb > Verb.Sample),
        };
    }

    private static Lazy<RunSearch>? RunsOf((int Owner, PatternRuns Runs)[] known) => known.Length < 2 ? null
        : new Lazy<RunSearch>(() => new RunSearch(known.SelectMany(one => one.Runs.Runs.Select(run => (one.Owner, run)))));

    /// <summary>A plan is kept: one slow moment shall not decide for ever.</summary>
    private static bool Concerns(Rule rule, string name)
    {
        try
        {
            return rule.Scope!.IsFoundIn(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return rule.Scope!.IsFoundIn(name);
        }
    }
}

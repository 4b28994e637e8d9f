using System.Text.RegularExpressions;
using Serilog;

namespace Gor.Masking;

/// <summary>
/// The effective rules, ready to be carried out (resurface.md section 4). Shared by all workers: nothing in it changes but
/// concurrent caches.
/// </summary>
internal sealed class RuleSet
{
    private const string CookieField = "request_header:cookie";
    private const string RequestBody = "request_body";
    private const string ResponseBody = "response_body";
    private const string ParameterFamily = "request_param:";

    private readonly FieldPlans _plans;
    private readonly Rule[] _copies;
    private readonly bool _hasStops;
    private readonly int _stopUnlessFounds;
    private readonly int _stopUnlesses;
    private readonly Rule? _sample;
    private readonly Func<double> _random;
    private readonly ILogger _log;

    /// <param name="rules">Without errors.</param>
    /// <param name="random">From 0 up to but not 1, for <c>sample</c>.</param>
    public RuleSet(ParsedRules rules, ILogger log, Func<double>? random = null)
    {
        Rules = rules.Rules;
        Description = rules.Description;
        _log = log;
        _random = random ?? Random.Shared.NextDouble;
        _plans = new FieldPlans(Rules);
        _copies = [.. Of(Verb.CopySessionField)];
        _hasStops = Rules.Any(rule => rule.Verb is >= Verb.Stop and <= Verb.StopUnless);
        _stopUnlessFounds = Of(Verb.StopUnlessFound).Count();
        _stopUnlesses = Of(Verb.StopUnless).Count();
        _sample = Of(Verb.Sample).FirstOrDefault();
        bool removesParameters = !_hasStops && Of(Verb.Remove).Any(rule => ScopeCover.CoversFamily(rule.Scope!.Text, ParameterFamily));
        SkipsSubmission = Of(Verb.SkipSubmission).Any();
        CanKeepRequestBodies = !Kills(RequestBody) || !removesParameters;
        CanKeepResponseBodies = !Kills(ResponseBody);
    }

    /// <summary>In the order of the text, includes expanded.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>For the start-up line: the preset's name, or the number of rules and where they stand.</summary>
    public string Description { get; }

    public bool AllowsHttpUrl => Of(Verb.AllowHttpUrl).Any();

    public bool SkipsCompression => Of(Verb.SkipCompression).Any();

    /// <summary>Everything happens, but nothing is sent.</summary>
    public bool SkipsSubmission { get; }

    /// <summary>False where no rule can ever let a request body out, nor a parameter made from one: none need be collected.</summary>
    public bool CanKeepRequestBodies { get; }

    public bool CanKeepResponseBodies { get; }

    /// <summary>True where a pair of this name never leaves and no rule looks at it first: its value need not be made.</summary>
    public bool Kills(string name)
    {
        FieldPlan plan = _plans[name];
        return plan is { Remove: not null, IsRemovedByTimeout: false, IsLookedAt: false } && !(name == CookieField && _copies.Length > 0);
    }

    /// <summary>
    /// Adds the cookies that <c>copy_session_field</c> rules name, before the rules see the record. Not a part of
    /// <see cref="Apply"/>: a record that was captured before has them already.
    /// </summary>
    public void CopySessionFields(Details details)
    {
        if (_copies.Length > 0)
        {
            SessionFields.Copy(details, cookie => Array.Exists(_copies, rule => Copies(rule, cookie)));
        }
    }

    /// <summary>
    /// Carries the rules out on a record, in place. Never throws. Where the outcome is not <see cref="RuleOutcome.Kept"/> the
    /// details are in no defined state and must not be used.
    /// </summary>
    public RuleOutcome Apply(Details details, Counters counters, RuleTrace? trace = null)
    {
        try
        {
            foreach (Detail detail in details.Items)
            {
                detail.Plan = _plans[detail.Name];
            }

            if (_hasStops && Stops(details.Items) is { } stop)
            {
                trace?.Stopped(stop);
                return RuleOutcome.Discarded;
            }

            if (_sample is not null && _random() * 100 >= _sample.Percent)
            {
                trace?.Stopped(_sample);
                return RuleOutcome.Discarded;
            }

            details.Items.RemoveAll(detail => !Keeps(detail, details.Search, counters, trace));
            return details.Items.Count == 0 ? RuleOutcome.Discarded : RuleOutcome.Kept;
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleOutcome.Failed;
        }
        catch (Exception e)
        {
            // The message of an exception could quote a value.
            _log.Error("rules could not be applied, the record is discarded: {Exception}", e.GetType().Name);
            return RuleOutcome.Failed;
        }
    }

    /// <summary>The rule that ends the record, or null.</summary>
    private Rule? Stops(List<Detail> items)
    {
        int founds = 0;
        int ifs = 0;
        foreach (Detail detail in items)
        {
            FieldPlan plan = detail.Plan!;
            if (!plan.IsLookedAt)
            {
                continue;
            }

            if (plan.Undecided is { } undecided)
            {
                LogTimeout(undecided, "the record is discarded");
                throw new RegexMatchTimeoutException();
            }

            if (plan.Stop is { } stop)
            {
                return stop;
            }

            foreach (Rule rule in plan.StopIfs)
            {
                if (Decides(rule, detail))
                {
                    return rule;
                }
            }

            founds += CountOf(plan.StopUnlessFounds, detail);
            ifs += CountOf(plan.StopUnlesses, detail);
        }

        // All matches of the verb together must be as many as its rules (resurface.md section 4, step 4).
        return founds != _stopUnlessFounds ? Of(Verb.StopUnlessFound).First()
            : ifs != _stopUnlesses ? Of(Verb.StopUnless).First()
            : null;
    }

    private int CountOf(Rule[] rules, Detail detail)
    {
        int count = 0;
        foreach (Rule rule in rules)
        {
            count += Decides(rule, detail) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Removes and replaces; false where the pair goes.</summary>
    private bool Keeps(Detail detail, FieldSearch search, Counters counters, RuleTrace? trace)
    {
        FieldPlan plan = detail.Plan!;
        if (plan.IsUntouched)
        {
            return !detail.IsEmpty;
        }

        Rule? rule = plan.Remove;
        if (rule is null)
        {
            try
            {
                search.Begin(detail, plan);
                int owner = 0;
                foreach (Rule remove in plan.Removes)
                {
                    rule = remove;
                    if (search.IsFound(remove, owner++) == (remove.Verb is Verb.RemoveIf or Verb.RemoveIfFound))
                    {
                        trace?.Removed(detail.Name, remove);
                        return false;
                    }
                }

                foreach (Rule replace in plan.Replaces)
                {
                    rule = replace;
                    if (search.Replace(replace, owner++))
                    {
                        trace?.Replaced(detail.Name, replace);
                    }
                }

                return !detail.IsEmpty;
            }
            catch (RegexMatchTimeoutException)
            {
                LogTimeout(rule!, "the field is removed");
                counters.Add(Counter.FieldsRemovedTimeout);
            }
        }
        else if (plan.IsRemovedByTimeout)
        {
            LogTimeout(rule, "the field is removed");
            counters.Add(Counter.FieldsRemovedTimeout);
        }

        trace?.Removed(detail.Name, rule!);
        return false;
    }

    private bool Copies(Rule rule, string cookie)
    {
        try
        {
            return rule.Argument!.IsFoundIn(cookie);
        }
        catch (RegexMatchTimeoutException)
        {
            LogTimeout(rule, "the cookie is not copied");
            return false;
        }
    }

    /// <summary>A stop rule's look at a value; its timeout ends the record.</summary>
    private bool Decides(Rule rule, Detail detail)
    {
        try
        {
            return rule.IsFoundIn(detail);
        }
        catch (RegexMatchTimeoutException)
        {
            LogTimeout(rule, "the record is discarded");
            throw;
        }
    }

    /// <summary>Once a rule; never the value.</summary>
    private void LogTimeout(Rule rule, string consequence)
    {
        if (rule.NoteTimeout())
        {
            _log.Warning(
                "the rule at {Source}:{Line} took too long on a value: {Consequence}; counted, not logged again",
                rule.Origin.Source,
                rule.Origin.Line,
                consequence);
        }
    }

    private IEnumerable<Rule> Of(Verb verb) => Rules.Where(rule => rule.Verb == verb);
}

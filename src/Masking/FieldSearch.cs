using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// Carries the rules of one pair out in UTF-8, while that can be: what all of them look for is looked for once, and behind a replacement
/// only beside it. Used again for each pair. One thread.
/// </summary>
internal sealed class FieldSearch
{
    /// <summary>Bytes; in less, each rule looks for itself.</summary>
    private const int LeastListed = 128;

    private readonly List<Edit> _edits = [];
    private readonly Utf8Room _room = new();
    private HitList _hits = new();
    private HitList _former = new();
    private FieldPlan? _plan;
    private Detail? _detail;
    private bool _isListed;

    public void Begin(Detail detail, FieldPlan plan)
    {
        _detail = detail;
        _plan = plan;
        _isListed = plan.Runs is not null && detail.Utf8.Length >= LeastListed;
        if (_isListed)
        {
            _hits.Clear();
            plan.Runs!.Value.AddTo(_hits, detail.Utf8, 0, detail.Utf8.Length);
            _isListed = !_hits.IsFull;
        }
    }

    /// <summary>No value that was made is needed any longer.</summary>
    public void Clear()
    {
        _room.Clear();
        _detail = null;
    }

    /// <param name="owner">The rule's number among the owners of <see cref="FieldPlan.Runs"/>.</param>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public bool IsFound(Rule rule, int owner)
    {
        if (_isListed && IsLookedFor(rule, owner) && !_hits.HasAnyOf(owner))
        {
            return false;
        }

        return rule.IsFoundIn(_detail!, CursorOf(rule, owner));
    }

    /// <summary>Replaces what the rule finds; false where that is nothing.</summary>
    /// <inheritdoc cref="IsFound"/>
    public bool Replace(Rule rule, int owner)
    {
        if (_isListed && IsLookedFor(rule, owner) && !_hits.HasAnyOf(owner))
        {
            return false;
        }

        Detail detail = _detail!;
        bool? isReplaced = detail.IsText || !rule.TakesUtf8 ? null : TryReplace(rule, owner);
        if (isReplaced is { } known)
        {
            return known;
        }

        if (rule.Replace(detail) is not { } replaced)
        {
            return false;
        }

        _isListed = false;
        detail.Replace(replaced);
        return true;
    }

    /// <summary>True where the list of hits has all of the rule's.</summary>
    private static bool IsLookedFor(Rule rule, int owner) => owner < HitList.MostOwners && rule.Argument?.Runs is not null;

    private HitCursor CursorOf(Rule rule, int owner) =>
        _isListed && IsLookedFor(rule, owner) ? new HitCursor(_hits.Hits, owner) : rule.Argument!.Cursor;

    /// <returns>Null where UTF-8 cannot tell.</returns>
    private bool? TryReplace(Rule rule, int owner)
    {
        try
        {
            HitCursor hits = CursorOf(rule, owner);
            bool isFollowed = _isListed && owner < _plan!.LastOwner;
            bool? isReplaced = rule.Argument!.TryReplaceIn(_detail!.Utf8, ref hits, _room, isFollowed ? _edits : null);
            if (isReplaced == true)
            {
                _detail.Replace(_room);
                _isListed = isFollowed && _edits.Count < Pattern.MostEdits;
                if (_isListed)
                {
                    FollowEdits(_detail.Utf8);
                }
            }

            return isReplaced;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Moves what stood apart from the replacements with the text, and searches anew around them.</summary>
    private void FollowEdits(ReadOnlySpan<byte> utf8)
    {
        (_hits, _former) = (_former, _hits);
        _hits.Clear();
        RunSearch runs = _plan!.Runs!.Value;
        ReadOnlySpan<Hit> former = _former.Hits;
        int reach = runs.Longest - 1;
        int next = 0;
        int shift = 0;
        int known = 0;
        foreach (Edit edit in _edits)
        {
            // Up to here a run ends before the match.
            int apart = edit.Start - reach;
            for (; next < former.Length && former[next].Place < apart; next++)
            {
                KeepMoved(former[next], shift, known);
            }

            int from = Math.Max(known, apart + shift);
            known = Math.Max(known, edit.NewEnd);
            runs.AddTo(_hits, utf8, from, known);
            shift = edit.NewEnd - edit.End;
            while (next < former.Length && former[next].Place < edit.End)
            {
                next++;
            }
        }

        for (; next < former.Length; next++)
        {
            KeepMoved(former[next], shift, known);
        }

        _isListed = !_hits.IsFull;
    }

    private void KeepMoved(Hit hit, int shift, int known)
    {
        if (hit.Place + shift >= known)
        {
            _hits.Add(hit with { Place = hit.Place + shift });
        }
    }
}

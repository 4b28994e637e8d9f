namespace Gor.Masking;

/// <summary>What a rule set does with the pairs of one name: the scopes, resolved once.</summary>
internal sealed class FieldPlan
{
    /// <summary>The rule that ends any record with such a pair.</summary>
    public Rule? Stop { get; init; }

    /// <summary>A stop rule whose scope took too long on this name.</summary>
    public Rule? Undecided { get; init; }

    /// <summary><c>stop_if</c> and <c>stop_if_found</c>.</summary>
    public Rule[] StopIfs { get; init; } = [];

    public Rule[] StopUnlessFounds { get; init; } = [];

    public Rule[] StopUnlesses { get; init; } = [];

    /// <summary>The rule that removes the pair whatever its value.</summary>
    public Rule? Remove { get; init; }

    /// <summary>True where <see cref="Remove"/> is a rule whose scope took too long on this name.</summary>
    public bool IsRemovedByTimeout { get; init; }

    /// <summary><c>remove_if</c> and its kin.</summary>
    public Rule[] Removes { get; init; } = [];

    /// <summary><c>replace</c> and <c>mask</c>, in order.</summary>
    public Rule[] Replaces { get; init; } = [];

    /// <summary>
    /// Looks in UTF-8 for what <see cref="Removes"/> and <see cref="Replaces"/> must find, each an owner by its number, in that order; null
    /// where fewer than two are known to look for anything.
    /// </summary>
    public Lazy<RunSearch>? Runs { get; init; }

    /// <summary>The last owner of <see cref="Runs"/>: behind it nobody asks.</summary>
    public int LastOwner { get; init; }

    /// <summary>Rules held.</summary>
    public int Weight => StopIfs.Length + StopUnlessFounds.Length + StopUnlesses.Length + Removes.Length + Replaces.Length;

    /// <summary>True where a stop rule sees the pair: its value or only that it is there.</summary>
    public required bool IsLookedAt { get; init; }

    /// <summary>True where no rule removes or changes the pair, whatever its value.</summary>
    public required bool IsUntouched { get; init; }
}

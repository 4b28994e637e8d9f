namespace Gor.Masking;

/// <summary>What became of a record.</summary>
internal enum RuleOutcome
{
    /// <summary>It may leave, as the rules left it.</summary>
    Kept,

    /// <summary>A rule, or the loss of its last pair, ended it.</summary>
    Discarded,

    /// <summary>The rules could not be carried out; it must not leave.</summary>
    Failed,
}

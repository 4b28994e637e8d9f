namespace Gor.Masking;

/// <summary>What a step of a <see cref="LinearProgram"/> does.</summary>
internal enum Operation
{
    /// <summary>Takes one unit of a set.</summary>
    Unit,

    /// <summary>Goes on in two places, of which the first comes first.</summary>
    Fork,

    /// <summary>Notes where a group begins or ends.</summary>
    Save,

    /// <summary>Forgets what a group captured.</summary>
    Forget,

    /// <summary>Goes on only where an anchor holds.</summary>
    Assert,

    Match,
}

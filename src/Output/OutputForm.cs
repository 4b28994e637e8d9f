namespace Gor.Output;

/// <summary>In which form an output takes calls.</summary>
[Flags]
internal enum OutputForm
{
    /// <summary>It only counts them.</summary>
    None = 0,

    /// <summary>As records: one JSON array each.</summary>
    Record = 1,

    /// <summary>As messages in GoReplay's format, without the last line end.</summary>
    Tape = 2,
}

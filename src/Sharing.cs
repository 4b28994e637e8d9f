namespace Gor;

/// <summary>How calls are shared out among outputs; a call goes as a whole in any case.</summary>
internal enum Sharing
{
    /// <summary>Not: each output gets every call.</summary>
    None,

    /// <summary>One after the other.</summary>
    InTurn,

    /// <summary>All calls of a connection to the same one.</summary>
    ByConnection,
}

namespace Gor.Http;

/// <summary>How sure it is that a response answers a request.</summary>
internal enum Proof : byte
{
    None,

    /// <summary>Everything that was seen fits, but something was not: what comes next will tell.</summary>
    Tentative,

    Certain,
}

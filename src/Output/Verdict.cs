namespace Gor.Output;

/// <summary>What a destination's answer means for a bundle.</summary>
internal enum Verdict
{
    /// <summary>It has the records.</summary>
    Delivered,

    /// <summary>It is not able to take any now.</summary>
    Unavailable,

    /// <summary>It does not want this bundle.</summary>
    Refused,

    /// <summary>It wants smaller ones.</summary>
    TooLarge,
}

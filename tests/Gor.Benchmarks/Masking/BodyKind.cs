namespace Gor.Benchmarks.Masking;

/// <summary>What the bodies of a <see cref="SampleRecord"/> hold that rules look for.</summary>
public enum BodyKind
{
    /// <summary>Every fourth entry an e-mail address, every tenth a card number.</summary>
    Some,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every entry a customer with name, phone and account, besides.</summary>
    Many,
}

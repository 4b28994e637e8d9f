namespace Gor.Masking;

/// <summary>
/// Finds one kind of secret by more than a pattern can say, such as a checksum, and puts a mark of its kind in its place. Only our
/// presets use detectors. Safe for any number of threads.
/// </summary>
/// <param name="kind">One lower-case word.</param>
internal abstract class Detector(string kind)
{
    public string Kind { get; } = kind;

    /// <summary>What stands where a secret stood.</summary>
    public string Mark { get; } = $"[{kind}]";

    /// <summary>False where the value certainly holds none; looks at UTF-8 as it is.</summary>
    public virtual bool MayBeIn(Detail detail) => true;

    /// <returns>The text with every secret replaced; null where there is none.</returns>
    public abstract string? Mask(string text);

    /// <summary>True where a field's name holds one. Records have names in lower case, whatever the secret was in.</summary>
    public virtual bool IsInName(string name) => Mask(name) is not null || Mask(name.ToUpperInvariant()) is not null;
}

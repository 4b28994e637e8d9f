namespace Gor.Masking;

/// <summary>Where a rule was written.</summary>
/// <param name="Source">A flag, a variable or a file.</param>
/// <param name="Line">From 1, before includes are expanded.</param>
/// <param name="Preset">The preset that brought it, else null.</param>
internal readonly record struct RuleOrigin(string Source, int Line, string? Preset = null)
{
    public override string ToString() => Preset is null ? $"{Source}:{Line}" : $"{Source}:{Line} (include {Preset})";
}

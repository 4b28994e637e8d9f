namespace Gor.Cli;

/// <summary>One flag as its user sees it. Parsing, help and suggestions all read it from here.</summary>
/// <param name="name">Without dashes.</param>
/// <param name="placeholder">What stands for the value in the help; empty: a switch, whose value is optional (<c>--name=false</c>).</param>
internal abstract class Flag(string name, string placeholder)
{
    public string Name { get; } = name;

    public string Placeholder { get; } = placeholder;

    public bool IsSwitch => Placeholder.Length == 0;

    /// <summary>A second name; empty for none.</summary>
    public string Alias { get; init; } = "";

    public required FlagGroup Group { get; init; }

    public required string Help { get; init; }

    /// <summary>As it would be typed; empty for none.</summary>
    public string Default { get; init; } = "";

    /// <summary>Given more than once, each value counts; else the last one.</summary>
    public bool IsList { get; init; }

    /// <summary>The value may be one: no message shows it.</summary>
    public bool IsSecret { get; init; }

    public bool IsNamed(string word) => word == Name || (Alias.Length > 0 && word == Alias);
}

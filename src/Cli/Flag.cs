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

    /// <summary>The value is one from its first letter to its last.</summary>
    public bool IsPassword { get; init; }

    /// <summary>The value may hold one: errors quote it, but what may be passed on (<c>gor config</c>) does not show it.</summary>
    public bool MayHoldSecret { get; init; }

    /// <summary>False for what has a meaning on the command line only.</summary>
    public bool MayStandOutside { get; init; } = true;

    /// <summary>The values there are, where they are few: what a shell proposes.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Shown by the short help too.</summary>
    public bool IsEssential { get; init; }

    /// <summary>The name, and the other one.</summary>
    public IEnumerable<string> Names => Alias.Length == 0 ? [Name] : [Name, Alias];

    public bool TakesFile => Words.Count == 0 && (Placeholder.StartsWith("FILE", StringComparison.Ordinal) || Placeholder == "PATH");

    public bool TakesFolder => Placeholder.StartsWith("FOLDER", StringComparison.Ordinal);

    /// <summary>The first sentence of the help, without its full stop.</summary>
    public string Summary => Help.Split(". ", 2)[0].TrimEnd('.');

    public bool IsNamed(string word) => word == Name || (Alias.Length > 0 && word == Alias);
}

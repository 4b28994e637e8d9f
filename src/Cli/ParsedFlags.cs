namespace Gor.Cli;

/// <summary>What the flags of a command line made of a <typeparamref name="TTarget"/>.</summary>
internal sealed record ParsedFlags<TTarget>(TTarget Target, IReadOnlyList<string> Errors, IReadOnlyList<string> Notes)
{
    /// <summary>Names of flags whose value was refused.</summary>
    public required IReadOnlySet<string> Refused { get; init; }

    /// <summary>What counts, by the flag's name: from the highest source that says something. Flags that none names are not there.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<GivenValue>> Given { get; init; }

    public bool AsksForHelp { get; init; }

    public bool AsksForAllHelp { get; init; }

    public bool AsksForVersion { get; init; }
}

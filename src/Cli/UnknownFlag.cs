namespace Gor.Cli;

/// <summary>What to tell of a flag that is in no table: what it was of GoReplay, or what may have been meant.</summary>
internal static class UnknownFlag
{
    /// <param name="name">Without dashes.</param>
    /// <param name="shown">As the user wrote it, to be quoted.</param>
    /// <param name="dashes">What stands in front of names here.</param>
    /// <param name="flags">The table.</param>
    /// <returns>A sentence.</returns>
    public static string Explain(string name, string shown, string dashes, IReadOnlyList<Flag> flags)
    {
        IEnumerable<string> names = flags.SelectMany(flag => flag.Names).Where(known => known.Length > 1);
        return RefusedFlags.ReasonOf(name) is { } reason ? $"{dashes}{name}, a flag of GoReplay, is refused: {reason}."
            : GoReplayFlags.Contains(name) ? $"{dashes}{name} is a flag of GoReplay that this version of gor does not have."
            : Nearest.Of(name, names) is { } nearest ? $"Unknown flag {shown}: did you mean {dashes}{nearest}?"
            : $"Unknown flag {shown}: no flag has a name like this.";
    }
}

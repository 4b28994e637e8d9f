namespace Gor.Cli;

/// <summary>What one source of settings gives: the command line, the environment, or a file. Values stand under the names of flags.</summary>
internal sealed class FlagLayer
{
    private readonly Dictionary<string, List<GivenValue>> _values = [];

    /// <summary>Sentences.</summary>
    public List<string> Errors { get; } = [];

    public List<string> Notes { get; } = [];

    public void Add(Flag flag, GivenValue value)
    {
        if (!_values.TryGetValue(flag.Name, out List<GivenValue>? values))
        {
            _values.Add(flag.Name, values = []);
        }

        values.Add(value);
    }

    /// <summary>In the order in which they were given; none where this source says nothing of the flag.</summary>
    public IReadOnlyList<GivenValue> ValuesOf(Flag flag) => _values.GetValueOrDefault(flag.Name) ?? [];

    /// <summary>Scripts pass empty variables: such a value does not stand above what another source says.</summary>
    public bool Says(Flag flag) => ValuesOf(flag).Any(value => value.Text.Length > 0);
}

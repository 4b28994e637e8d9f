namespace Gor.Capture;

/// <summary>A device to capture from, and what from it.</summary>
internal sealed class SelectedDevice(Device device)
{
    private readonly List<FilterTerm> _terms = [];

    public Device Device { get; } = device;

    public IReadOnlyList<FilterTerm> Terms => _terms;

    /// <summary>True where no input asks for this device alone: the start goes on without it.</summary>
    public bool IsOneOfMany { get; private set; } = true;

    public void Add(FilterTerm term, bool isOneOfMany)
    {
        if (!_terms.Any(known => known.Hosts.SequenceEqual(term.Hosts) && known.Ports.SequenceEqual(term.Ports)))
        {
            _terms.Add(term);
        }

        IsOneOfMany &= isOneOfMany;
    }
}

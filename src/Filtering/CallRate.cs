namespace Gor.Filtering;

/// <summary>At most so many calls a second of one input, by the time in which their packets came. Shared by the workers.</summary>
internal sealed class CallRate(InputRate input)
{
    private const long SecondNs = 1_000_000_000;

    private readonly HashSet<int> _ports = [.. input.Ports];
    private readonly Lock _gate = new();
    private long _second = long.MinValue;
    private int _calls;

    /// <summary>One for each input, or none where no input has a rate.</summary>
    public static IReadOnlyList<CallRate> Of(IReadOnlyList<InputRate> inputs) =>
        inputs.All(input => input.CallsPerSecond is null) ? [] : [.. inputs.Select(input => new CallRate(input))];

    /// <summary>True for calls of the input that this is of.</summary>
    public bool Means(ushort serverPort) => _ports.Count == 0 || _ports.Contains(serverPort);

    /// <summary>Takes one of the second's places; false where there is none left. A late call counts in the second that is under way.</summary>
    public bool TryTake(long timestampNs)
    {
        long second = timestampNs / SecondNs;
        lock (_gate)
        {
            if (second > _second)
            {
                (_second, _calls) = (second, 0);
            }

            return ++_calls <= (input.CallsPerSecond ?? int.MaxValue);
        }
    }
}

namespace Gor.Filtering;

/// <summary>How many calls a second are wanted of the servers on these ports (none: all); null for all.</summary>
internal readonly record struct InputRate(IReadOnlyList<int> Ports, int? CallsPerSecond);

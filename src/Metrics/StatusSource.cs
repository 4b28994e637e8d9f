namespace Gor.Metrics;

/// <summary>Where the answers come from; each is asked for every request.</summary>
/// <param name="Report">All metrics of now.</param>
/// <param name="Faults">Sentences; empty while the process works.</param>
/// <param name="Obstacles">Sentences; empty while it captures and its destinations take what comes, or the disk does.</param>
internal sealed record StatusSource(Func<IReadOnlyList<Metric>> Report, Func<IReadOnlyList<string>> Faults, Func<IReadOnlyList<string>> Obstacles);

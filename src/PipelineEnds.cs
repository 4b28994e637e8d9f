using Gor.Output;
using Gor.Playback;

namespace Gor;

/// <summary>What a pipeline has at its ends besides what the options name: there it is joined to another one.</summary>
internal sealed record PipelineEnds
{
    public static PipelineEnds None { get; } = new();

    /// <summary>Makes one more output, which takes messages and gets this queue.</summary>
    public Func<BundleQueue, IOutput>? Output { get; init; }

    public ITapeSource? Source { get; init; }

    /// <summary>Those of the source's thread.</summary>
    public Counters? SourceCounters { get; init; }

    /// <summary>Takes what servers answer to replays before the outputs do; null: the outputs have it at once. Any thread.</summary>
    public Action<ReadOnlyMemory<byte>>? Answered { get; init; }

    /// <summary>Those of whoever takes the answers.</summary>
    public Counters? AnswerCounters { get; init; }

    /// <summary>True where what the source brings was captured from a device, which nothing here can hold back.</summary>
    public bool IsFedLive { get; init; }

    /// <summary>That of the pipeline in front, which looks after the memory of both; null: its own.</summary>
    public MemoryPressure? Pressure { get; init; }

    /// <summary>Bytes that the pipeline behind holds; null where there is none.</summary>
    public Func<long>? HeldBehind { get; init; }
}

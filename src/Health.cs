using Gor.Output;

namespace Gor;

/// <summary>Whether a run works, and whether its calls get anywhere: sentences about what does not.</summary>
/// <param name="pipeline">The one that captures.</param>
internal sealed class Health(Pipeline pipeline, IReadOnlyList<IOutput> outputs)
{
    /// <summary>A worker turns once a second at least.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    /// <summary>What makes a restart the remedy.</summary>
    public IReadOnlyList<string> Faults() => !pipeline.IsLive ? [] :
    [
        .. pipeline.Shards.Index().Where(shard => shard.Item.Worker.SinceTurn > LongestTurn)
            .Select(shard => $"worker {shard.Index} has stood still for {shard.Item.Worker.SinceTurn.TotalSeconds:0} s"),
    ];

    /// <summary>What makes patience, or a look at the other side, the remedy.</summary>
    public IReadOnlyList<string> Obstacles()
    {
        List<string> obstacles = [.. outputs.Where(IsStuck)
            .Select(output => $"{output.Name} has answered nothing for {output.Status.SinceAnswer?.TotalSeconds:0} s, and nothing is spooled")];
        obstacles.AddRange(pipeline.Tapes.Where(tape => tape.Away > LongestSilence)
            .Select(tape => $"{tape.Name} has been away for {tape.Away.TotalSeconds:0} s"));
        if (!pipeline.IsCapturing)
        {
            obstacles.Add("nothing is captured");
        }

        return obstacles;
    }

    private static bool IsStuck(IOutput output)
    {
        OutputStatus status = output.Status;
        bool isSpooling = status.Spool is { Files: > 0 };
        return status.IsFailing && status.SinceAnswer > LongestSilence && !isSpooling;
    }
}

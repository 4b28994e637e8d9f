using System.Net;
using Gor.Capture;
using Gor.Decode;
using Gor.Filtering;
using Gor.Flows;
using Gor.Http;
using Gor.Kafka;
using Gor.Masking;
using Gor.Middleware;
using Gor.Output;
using Gor.Playback;
using Gor.Replay;
using Gor.Tape;

namespace Gor;

/// <summary>What one run shall do: composed of each stage's record, validated once by the command line.</summary>
internal sealed record Options
{
    public CaptureOptions Capture { get; init; } = new();

    public DecodeOptions Decode { get; init; } = new();

    public FlowOptions Flows { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public FilterOptions Filters { get; init; } = new();

    public MaskingOptions Masking { get; init; } = new();

    public OutputOptions Output { get; init; } = new();

    public PlaybackOptions Playback { get; init; } = new();

    public TapeOptions Tape { get; init; } = new();

    public MiddlewareOptions Middleware { get; init; } = new();

    public ReplayOptions Replay { get; init; } = new();

    public KafkaOptions Kafka { get; init; } = new();

    /// <summary>0: one worker for files, one a core (at most 4) for devices.</summary>
    public int Workers { get; init; }

    /// <summary>Bytes that a capture of devices may take, roughly: beyond it bodies are cut, then calls are shed.</summary>
    public long MemoryLimit { get; init; } = 256 << 20;

    /// <summary>Zero: never.</summary>
    public TimeSpan ExitAfter { get; init; }

    /// <summary>Where metrics and health are served; null: nowhere.</summary>
    public IPEndPoint? StatusListen { get; init; }

    /// <summary>Whom the run goes on as once devices are open, <c>NAME[:GROUP]</c>; empty: as whoever started it.</summary>
    public string User { get; init; } = "";

    /// <summary>Say what would be captured, and end.</summary>
    public bool IsDryRun { get; init; }

    /// <summary><c>--split-output</c>.</summary>
    public bool SplitsOutput { get; init; }

    /// <summary><c>--recognize-tcp-sessions</c>.</summary>
    public bool RecognizesConnections { get; init; }

    /// <summary>True where taped calls come in.</summary>
    public bool HasTapes => Playback.HasAny || Kafka.Input.IsGiven;

    /// <summary>Outputs that take calls as messages.</summary>
    public int TapeOutputs => Replay.Count + (Kafka.Output.IsGiven ? 1 : 0);

    public Sharing Sharing => !SplitsOutput ? Sharing.None : RecognizesConnections ? Sharing.ByConnection : Sharing.InTurn;

    /// <summary>A line on each output every few seconds.</summary>
    public bool HasStats { get; init; }

    /// <summary>GoReplay's levels: 0 quiet, 1 rates and output errors, 2 reconnects and malformed input, 3 one line a call.</summary>
    public int Verbose { get; init; }
}

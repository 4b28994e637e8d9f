namespace Gor.Cli;

/// <summary>The headings of the help text, in its order.</summary>
internal enum FlagGroup
{
    Input,
    Capture,
    Reassembly,
    Playback,
    Filters,
    Output,
    Replay,
    Kafka,
    Running,
}

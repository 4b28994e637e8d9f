namespace Gor.Cli;

/// <summary>Capture and deliver.</summary>
/// <param name="Options">Complete: defaults and variables are filled in.</param>
/// <param name="Notes">One sentence each, for the start-up log: what was taken in another way than typed, or has no effect.</param>
internal sealed record RunCommand(Options Options, IReadOnlyList<string> Notes) : Command
{
    /// <summary>The command line that variables were made into, without secrets; empty where it was typed.</summary>
    public string Line { get; init; } = "";
}

namespace Gor.Cli;

/// <summary>A variable forbids what the flags ask for: say so and end with exit code 0.</summary>
internal sealed record DisabledCommand(string Reason) : Command;

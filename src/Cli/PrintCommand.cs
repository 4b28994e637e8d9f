namespace Gor.Cli;

/// <summary>Print a text that was made for another program, like a shell: stdout, exit code 0.</summary>
internal sealed record PrintCommand(string Text) : Command;

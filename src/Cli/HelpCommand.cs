namespace Gor.Cli;

/// <summary>Print this text on stdout; exit code 0.</summary>
internal sealed record HelpCommand(string Text) : Command;

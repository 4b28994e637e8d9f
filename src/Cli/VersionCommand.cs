namespace Gor.Cli;

/// <summary>Print the version on stdout; exit code 0.</summary>
internal sealed record VersionCommand : Command;

namespace Gor.Cli;

/// <summary>Words of a command line, and the variable that they were made of.</summary>
/// <param name="Variable">Whom an error names.</param>
/// <param name="Words">A flag with its value, or several.</param>
internal sealed record SidecarFlag(string Variable, IReadOnlyList<string> Words);

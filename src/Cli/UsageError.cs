namespace Gor.Cli;

/// <summary>
/// The command line cannot be executed; exit code 2. All its errors together, a paragraph each, which names the flag, the
/// value and the remedy.
/// </summary>
internal sealed record UsageError(IReadOnlyList<string> Errors) : Command;

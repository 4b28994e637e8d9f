namespace Gor.Cli;

/// <summary><c>gor rules …</c>: the words behind, which that command reads by itself.</summary>
internal sealed record RulesCommandLine(IReadOnlyList<string> Arguments) : Command;

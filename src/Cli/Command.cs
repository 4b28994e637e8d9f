namespace Gor.Cli;

/// <summary>What a command line asks for; one case a subclass, each with everything that its execution needs.</summary>
internal abstract record Command;

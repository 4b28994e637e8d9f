namespace Gor.Cli;

/// <summary><c>gor devices</c>: lists the devices of this host.</summary>
internal sealed record DevicesCommand(bool IsJson) : Command;

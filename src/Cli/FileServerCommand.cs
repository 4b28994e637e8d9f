using System.Net;

namespace Gor.Cli;

/// <summary><c>gor file-server</c>: serve the current directory.</summary>
internal sealed record FileServerCommand(IPEndPoint Listen) : Command;

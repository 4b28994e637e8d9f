using System.Net;

namespace Gor.Cli;

/// <summary>
/// Where <c>--http</c> listens. What it shows is nobody's business but the operator's: without an address, <c>:8181</c>, that is
/// this machine.
/// </summary>
internal static class StatusAddress
{
    public static bool TryParse(string text, out IPEndPoint value, out string? error)
    {
        bool valid = ListenAddress.TryParse(text, out IPEndPoint listen, out error);
        value = valid && text.StartsWith(':') ? new IPEndPoint(IPAddress.Loopback, listen.Port) : listen;
        return valid;
    }

    /// <summary>GoReplay took <c>:8181</c> for every address.</summary>
    public static string? NoteOn(string text) => text.StartsWith(':')
        ? $"listens on this machine only; write 0.0.0.0{text} or [::]{text} to be reached from others"
        : null;
}

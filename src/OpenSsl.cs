using System.Runtime.InteropServices;

namespace Gor;

/// <summary>
/// The library by which .NET does cryptography on Linux. Where it is missing the runtime ends the process at the first use, and no exception
/// tells: so nothing here uses it but TLS and WebSockets, and those ask before.
/// </summary>
internal static class OpenSsl
{
    /// <summary>What to do, as the end of a sentence that begins with what needs it.</summary>
    public const string Remedy = "needs the library OpenSSL, which is not installed. Install it: apt install libssl3 (libssl1.1 before Debian 12 and Ubuntu 22.04), dnf install openssl-libs (Fedora, RHEL), apk add libssl3 (Alpine).";

    /// <summary>As the runtime looks for them.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];

    public static bool IsMissing => OperatingSystem.IsLinux() && !Array.Exists(Names, name => NativeLibrary.TryLoad(name, out _));
}

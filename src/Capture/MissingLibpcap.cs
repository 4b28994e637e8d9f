namespace Gor.Capture;

/// <summary>Says what to install where SharpPcap does not find the native library.</summary>
internal static class MissingLibpcap
{
    /// <summary>The runtime reports a missing library, or one without the function, in either of these ways.</summary>
    public static bool IsCause(Exception problem) =>
        problem is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException;

    /// <param name="what">What needs the library.</param>
    public static CaptureException Error(string what, Exception problem) => new(
        OperatingSystem.IsWindows()
            ? $"{what} needs Npcap (wpcap.dll), which is not installed. Get it from https://npcap.com, install it with \"WinPcap API-compatible mode\", and on ARM64 take version 1.80 or newer."
            : $"{what} needs the library libpcap, which is not installed (libcap is another one). Install it: apt install libpcap0.8 (Debian, Ubuntu), dnf install libpcap (Fedora, RHEL), apk add libpcap (Alpine). Capture files are read without it.",
        problem);
}

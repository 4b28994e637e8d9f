using System.Runtime.InteropServices;

namespace Gor.Masking;

/// <summary>
/// How long this thread has had a processor: <c>CLOCK_THREAD_CPUTIME_ID</c> of clock_gettime(2), for which .NET has no name. Where the
/// system has no such clock (Windows), the time of the whole process, which runs faster where other threads work.
/// </summary>
internal static class ThreadTime
{
    private const int OnLinux = 3;
    private const int OnMac = 16;

    private static readonly int Clock = OperatingSystem.IsLinux() ? OnLinux : OperatingSystem.IsMacOS() ? OnMac : -1;

    /// <summary>Costs a system call.</summary>
    public static TimeSpan Worked => Clock >= 0 && Read(Clock, out TimeSpec time) == 0
        ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : Environment.CpuUsage.TotalTime;

    /// <summary>The system's <c>struct timespec</c>.</summary>
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = false)]
    private static extern int Read(int clock, out TimeSpec time);
}

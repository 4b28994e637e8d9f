using System.Runtime.InteropServices;

namespace Gor.Load;

/// <summary>The operating system's own account of the children that have ended (getrusage, RUSAGE_CHILDREN).</summary>
internal static class ChildTimes
{
    private const int Children = -1;

    /// <summary>User and system time together.</summary>
    public static double CpuSeconds
    {
        get
        {
            GetUsage(Children, out Usage usage);
            return usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, out Usage usage);
}

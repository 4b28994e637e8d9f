using System.Diagnostics;

namespace Gor.Load;

/// <summary>The kernel's list of sockets that capture packets.</summary>
internal static class PacketSockets
{
    /// <summary>Waits until the process has one.</summary>
    public static async Task WaitForAsync(int process)
    {
        long start = Stopwatch.GetTimestamp();
        while (!Has(process))
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(10))
            {
                throw new TimeoutException("the program captures nothing: is this user root?");
            }

            await Task.Delay(2);
        }
    }

    private static bool Has(int process)
    {
        HashSet<string> inodes = [.. File.ReadLines("/proc/net/packet").Skip(1).Select(line => $"socket:[{line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]}]")];
        return new DirectoryInfo($"/proc/{process}/fd").GetFiles().Any(file => file.LinkTarget is { } target && inodes.Contains(target));
    }
}

using System.Globalization;

namespace Gor.Capture;

/// <summary>Adds up what the kernel and the interface of one device lost since the capture began.</summary>
internal sealed class DropCounts
{
    private readonly string _statistics;
    private readonly bool _hasStatistics;
    private readonly long _interfaceAtStart;
    private uint _lastKernel;
    private long _kernel;

    /// <param name="device">Whose counters are read too; empty for none.</param>
    public DropCounts(string device)
    {
        _statistics = Path.Combine("/sys/class/net", device, "statistics");
        _hasStatistics = device.Length > 0 && OperatingSystem.IsLinux();
        _interfaceAtStart = ReadInterface();
    }

    /// <param name="kernel">libpcap's count: 32 bits that start anew when they are full.</param>
    public KernelDrops Update(uint kernel)
    {
        _kernel += unchecked(kernel - _lastKernel);
        _lastKernel = kernel;
        return Last();
    }

    /// <summary>As of the last update; the interface's own count is read anew.</summary>
    public KernelDrops Last() => new(_kernel, Math.Max(0, ReadInterface() - _interfaceAtStart));

    /// <summary>SharpPcap leaves the interface's drops out and libpcap reports too few: the system's own counters tell.</summary>
    private long ReadInterface() => ReadCounter("rx_missed_errors") + ReadCounter("rx_dropped");

    private long ReadCounter(string name)
    {
        if (!_hasStatistics)
        {
            return 0;
        }

        try
        {
            return long.Parse(File.ReadAllText(Path.Combine(_statistics, name)), CultureInfo.InvariantCulture);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }
}

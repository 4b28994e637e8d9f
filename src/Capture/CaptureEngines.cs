using Serilog;

namespace Gor.Capture;

/// <summary>Chooses by what capturing from devices is done.</summary>
internal static class CaptureEngines
{
    /// <summary>Kinds of engines that are the kernel's ring without libpcap.</summary>
    public static bool IsRing(string engine) => engine is "raw_socket" or "af_packet";

    /// <exception cref="CaptureException">There is none that works here.</exception>
    public static ICaptureEngine ForDevices(CaptureOptions options, ILogger log)
    {
        if (IsRing(options.Engine))
        {
            return OperatingSystem.IsLinux()
                ? new RingEngine(options)
                : throw new CaptureException($"--input-raw-engine {options.Engine} is Linux' own. Leave the flag out.");
        }

        if (!OperatingSystem.IsLinux() || LibpcapVersion.Read() is not null)
        {
            return new LibpcapEngine(options);
        }

        log.Information("libpcap is not installed: gor captures by packet sockets of its own (--input-raw-engine af_packet)");
        return new RingEngine(options);
    }
}

using System.Globalization;
using Gor.Capture;
using Gor.Output;

namespace Gor;

/// <summary>How far a run over capture files has come, in one line for a terminal.</summary>
internal sealed class FileProgress(ReadMeter files, Ledger ledger, IReadOnlyList<IOutput> outputs, TimeProvider time)
{
    private readonly long _beganAt = time.GetTimestamp();
    private long _lastPackets;
    private long _lastAt = time.GetTimestamp();

    /// <summary>Where it is now; the rate of packets is that since the last call.</summary>
    public string Next()
    {
        long read = files.Read;
        long packets = ledger[Counter.PacketsReceived];
        double seconds = time.GetElapsedTime(_lastAt).TotalSeconds;
        double rate = seconds > 0 ? (packets - _lastPackets) / seconds : 0;
        (_lastPackets, _lastAt) = (packets, time.GetTimestamp());
        string calls = string.Create(CultureInfo.InvariantCulture, $"{ledger[Counter.ExchangesFormed]} calls");
        if (files.Total is not { } total)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Size(read)} read, {rate:0} packets/s, {calls}");
        }

        if (read >= total)
        {
            long waiting = Math.Max(0, outputs.Sum(output => output.Tally.Waiting));
            return string.Create(CultureInfo.InvariantCulture, $"{Size(total)} read, {calls}, {waiting} records to deliver");
        }

        string left = read == 0 ? "" : $", {Left(read, total)} left";
        return string.Create(CultureInfo.InvariantCulture, $"{Size(read)} of {Size(total)} ({100 * read / total} %), {rate:0} packets/s, {calls}{left}");
    }

    /// <summary>As fast as it went on average.</summary>
    private string Left(long read, long total)
    {
        TimeSpan left = time.GetElapsedTime(_beganAt) * ((double)(total - read) / read);
        return left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB"),
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
    };
}

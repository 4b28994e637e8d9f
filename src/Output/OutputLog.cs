using System.Globalization;
using Serilog;

namespace Gor.Output;

/// <summary>What an output says of itself: the same trouble at most once a minute, with everything since the last time added up.</summary>
internal sealed class OutputLog(string output, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Loss, Entry> _losses = [];
    private long? _lastFailure;
    private long? _lastSpoolFailure;

    /// <summary>Where records wait that the destination does not take now.</summary>
    public string WaitingPlace { get; set; } = "memory";

    /// <param name="reason">What happened the last time; no contents of records.</param>
    public void Lost(long records, Loss loss, string reason)
    {
        lock (_gate)
        {
            _losses.TryGetValue(loss, out Entry entry);
            entry = entry with { Records = entry.Records + records, Reason = reason };
            if (entry.Logged is null || time.GetElapsedTime(entry.Logged.Value) >= Interval)
            {
                Write(loss, entry);
                entry = new Entry { Logged = time.GetTimestamp() };
            }

            _losses[loss] = entry;
        }
    }

    /// <summary>The destination does not take records now; they wait.</summary>
    /// <param name="nextTry">Null where a library decides.</param>
    public void Failing(string reason, TimeSpan? nextTry = null)
    {
        lock (_gate)
        {
            if (_lastFailure is null || time.GetElapsedTime(_lastFailure.Value) >= Interval)
            {
                _lastFailure = time.GetTimestamp();
                string next = nextTry is { } pause ? string.Create(CultureInfo.InvariantCulture, $", next try in {pause.TotalSeconds:0.0} s") : "";
                log.Warning("{Output:l} does not take records: {Reason:l}; they wait in {Place:l}{Next:l}", output, reason, WaitingPlace, next);
            }
        }
    }

    public void Recovered(TimeSpan outage)
    {
        lock (_gate)
        {
            _lastFailure = null;
            log.Information("{Output:l} takes records again, after {Seconds:0.0} s", output, outage.TotalSeconds);
        }
    }

    /// <summary>The disk does not keep records now; they wait in memory, as long as there is room.</summary>
    public void SpoolFailing(string folder, string reason)
    {
        lock (_gate)
        {
            if (_lastSpoolFailure is null || time.GetElapsedTime(_lastSpoolFailure.Value) >= Interval)
            {
                _lastSpoolFailure = time.GetTimestamp();
                log.Error(
                    "{Output:l}: the spool {Folder:l} keeps nothing now: {Reason:l}; records wait in memory: look at the disk",
                    output, folder, reason);
            }
        }
    }

    /// <summary>What an earlier run has left.</summary>
    /// <param name="damaged">Files that were cut off.</param>
    public void Recovering(string folder, int files, long records, int damaged)
    {
        if (files > 0)
        {
            log.Information(
                "{Output:l}: an earlier run left {Records} records in {Files} files of the spool {Folder:l}; they are sent first",
                output, records, files, folder);
        }

        if (damaged > 0)
        {
            log.Error(
                "{Output:l}: {Files} files of the spool {Folder:l} were cut off while an earlier run wrote them; they are dropped and counted as damaged",
                output, damaged, folder);
        }
    }

    public void Fault(Exception fault) => log.Error(fault, "{Output:l}: a fault of gor's own; the bundle is given up", output);

    /// <summary>Says what was not said yet.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            foreach ((Loss loss, Entry entry) in _losses.Where(entry => entry.Value.Records > 0))
            {
                Write(loss, entry);
            }

            _losses.Clear();
        }
    }

    private void Write(Loss loss, Entry entry) => log.Error(
        "{Output:l}: {Records} records {Loss:l}: {Reason:l}; {Remedy:l}",
        output, entry.Records, Words(loss), entry.Reason, Remedy(loss));

    private static string Words(Loss loss) => loss switch
    {
        Loss.NoRoom => "shed",
        Loss.Refused => "rejected",
        Loss.SetAside => "rejected and set aside in the spool",
        Loss.GaveWay => "of the spool gave way to newer ones",
        Loss.Damaged => "of the spool lost",
        Loss.WriteFailed => "not written",
        Loss.Unanswered => "not answered",
        _ => "given up",
    };

    private static string Remedy(Loss loss) => loss switch
    {
        Loss.NoRoom => "the destination is too slow or away: look there, give more memory (--output-resurface-memory) or a spool (--output-resurface-spool)",
        Loss.GaveWay => "the destination is away for too long: look there, or give more room (--output-resurface-spool-size)",
        Loss.Damaged => "look at the disk, and let nobody but gor change the spool",
        Loss.Refused or Loss.SetAside => "the destination must accept what gor sends: look at its log, its URL and its limits",
        Loss.WriteFailed => "free the disk, or open the pipe again",
        Loss.Unanswered => "look at the server, or give it more time (--output-http-timeout)",
        _ => "the destination did not take them before the time to stop was over",
    };

    private readonly record struct Entry(long Records, string Reason, long? Logged);
}

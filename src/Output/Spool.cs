using System.Diagnostics.CodeAnalysis;

namespace Gor.Output;

/// <summary>
/// One output's bundles on disk, in order of their numbers: no clock that is set back changes it. What it has counts in the tally
/// until it is removed. Any thread.
/// </summary>
internal sealed class Spool : IDisposable
{
    /// <summary>Of the spool's size, for what was refused.</summary>
    private const int RejectedShare = 10;

    private readonly Lock _gate = new();
    private readonly SpoolFolder _folder;
    private readonly BundleFiles _names;
    private readonly RejectedFolder _rejected;
    private readonly SpoolOptions _options;
    private readonly OutputTally _tally;
    private readonly OutputLog _log;

    /// <summary>The files that nobody is sending.</summary>
    private readonly SortedDictionary<long, SpoolEntry> _idle = [];

    private long _next;
    private long _bytes;
    private int _files;

    private Spool(SpoolFolder folder, SpoolOptions options, OutputTally tally, OutputLog log)
    {
        _folder = folder;
        _names = folder.Bundles;
        _options = options;
        _tally = tally;
        _log = log;
        _rejected = new RejectedFolder(folder.Rejected, options.Size / RejectedShare);
        Recover();
    }

    public string Folder => _names.Folder;

    /// <summary>Bytes on disk.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public int Files => Volatile.Read(ref _files);

    public long Size => _options.Size;

    /// <summary>True where something lies there that nobody is sending.</summary>
    public bool HasAny
    {
        get
        {
            lock (_gate)
            {
                return _idle.Count > 0;
            }
        }
    }

    /// <summary>Takes over what an earlier run has left.</summary>
    /// <exception cref="OutputException">The folder cannot be used.</exception>
    public static Spool Open(string path, SpoolOptions options, OutputTally tally, OutputLog log)
    {
        SpoolFolder folder = SpoolFolder.Open(path);
        try
        {
            return new Spool(folder, options, tally, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folder.Dispose();
            throw new OutputException($"--output-resurface-spool {path}: {e.Message.TrimEnd('.')}; look at the folder, or name another.", e);
        }
    }

    /// <summary>Keeps a bundle: it is on the disk when this returns true.</summary>
    /// <param name="isPressed">True where memory is nearly full too, so that a full disk costs the oldest bundle and not the newest.</param>
    /// <param name="error">Why it was not kept.</param>
    public bool TryAdd(Bundle bundle, bool isPressed, [NotNullWhen(false)] out string? error)
    {
        lock (_gate)
        {
            long charge = SpoolFile.Charge(bundle);
            error = TryMakeRoom(charge) ?? TryWrite(bundle, isPressed);
            if (error is not null)
            {
                return false;
            }

            Note(new SpoolEntry(_next - 1, bundle.Records, charge));
            return true;
        }
    }

    /// <summary>Reads the oldest bundle that nobody is sending. Damaged files on the way are counted and dropped.</summary>
    public bool TryTake([NotNullWhen(true)] out SpooledBundle? taken)
    {
        lock (_gate)
        {
            while (_idle.Count > 0)
            {
                SpoolEntry entry = _idle.First().Value;
                _idle.Remove(entry.Number);
                if (Read(entry) is { } bundle)
                {
                    taken = new SpooledBundle(entry, bundle);
                    return true;
                }
            }

            taken = null;
            return false;
        }
    }

    /// <summary>Gives back what was taken, unsent.</summary>
    /// <returns>False where its file is gone meanwhile: the caller has the only copy.</returns>
    public bool TryReturn(SpooledBundle taken)
    {
        lock (_gate)
        {
            if (!File.Exists(_names[taken.Entry.Number]))
            {
                Forget(taken.Entry);
                return false;
            }

            _idle.Add(taken.Entry.Number, taken.Entry);
            return true;
        }
    }

    /// <summary>Deletes what was taken; its records are counted elsewhere by now.</summary>
    public void Remove(SpooledBundle taken)
    {
        lock (_gate)
        {
            SpoolFile.Delete(_names[taken.Entry.Number]);
            Forget(taken.Entry);
        }
    }

    /// <summary>Keeps what the destination refused for a person to look at.</summary>
    public bool TrySetAside(Bundle bundle)
    {
        lock (_gate)
        {
            try
            {
                _rejected.Add(_next++, bundle);
                _tally.AddSetAside(bundle.Records);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.SpoolFailing(_names.Folder, e.Message);
                return false;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Recover()
    {
        int damaged = 0;
        foreach (long number in _names.Numbers())
        {
            string path = _names[number];
            (int records, bool isWhole) = SpoolFile.Look(path);
            _tally.AddRecovered(records);
            if (isWhole)
            {
                Note(new SpoolEntry(number, records, SpoolFile.Charge(new FileInfo(path).Length)));
            }
            else
            {
                damaged++;
                _tally.AddDamaged(records);
                SpoolFile.Delete(path);
            }

            _next = number + 1;
        }

        _next = Math.Max(_next, _rejected.Last + 1);
        _log.Recovering(_names.Folder, _files, _tally.Spooled, damaged);
    }

    /// <returns>Why there is none.</returns>
    private string? TryMakeRoom(long charge)
    {
        while (_bytes + charge > _options.Size)
        {
            if (!_options.OldestGivesWay || charge > _options.Size || !TryGiveWay("the spool is full"))
            {
                return $"the spool is full: {_options.Size >> 20} MiB";
            }
        }

        return null;
    }

    /// <returns>Why it was not written.</returns>
    private string? TryWrite(Bundle bundle, bool isPressed)
    {
        bool mayRetry = true;
        while (true)
        {
            try
            {
                SpoolFile.Write(_names[_next++], bundle);
                _folder.Flush();
                return null;
            }
            catch (DirectoryNotFoundException) when (mayRetry)
            {
                mayRetry = false;
                if (TryRestore() is { } error)
                {
                    return error;
                }
            }
            catch (IOException e) when (mayRetry && isPressed && _options.OldestGivesWay && DiskFull.Is(e))
            {
                mayRetry = false;
                long wanted = _bytes - SpoolFile.Charge(bundle);
                while (_bytes > wanted && TryGiveWay("the disk is full"))
                {
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return e.Message;
            }
        }
    }

    /// <summary>Somebody removed the folder: what was in it is lost, what comes is not.</summary>
    private string? TryRestore()
    {
        try
        {
            _folder.Restore();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        foreach (SpoolEntry entry in _idle.Values.Where(entry => !File.Exists(_names[entry.Number])).ToList())
        {
            _idle.Remove(entry.Number);
            Lose(entry, "its file is gone");
        }

        return null;
    }

    private bool TryGiveWay(string reason)
    {
        if (_idle.Count == 0)
        {
            return false;
        }

        SpoolEntry oldest = _idle.First().Value;
        _idle.Remove(oldest.Number);
        SpoolFile.Delete(_names[oldest.Number]);
        Forget(oldest);
        _tally.AddGaveWay(oldest.Records);
        _log.Lost(oldest.Records, Loss.GaveWay, reason);
        return true;
    }

    private Bundle? Read(SpoolEntry entry)
    {
        string path = _names[entry.Number];
        try
        {
            if (SpoolFile.Read(path) is { } bundle)
            {
                return bundle;
            }

            SpoolFile.Delete(path);
            Lose(entry, "its file is not as it was written");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Lose(entry, "its file is gone");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start may be able to.
            Lose(entry, e.Message);
        }

        return null;
    }

    private void Lose(SpoolEntry entry, string reason)
    {
        Forget(entry);
        _tally.AddDamaged(entry.Records);
        _log.Lost(entry.Records, Loss.Damaged, reason);
    }

    private void Note(SpoolEntry entry)
    {
        _idle.Add(entry.Number, entry);
        Volatile.Write(ref _bytes, _bytes + entry.Charge);
        Volatile.Write(ref _files, _files + 1);
        _tally.AddSpooled(entry.Records);
    }

    private void Forget(SpoolEntry entry)
    {
        Volatile.Write(ref _bytes, _bytes - entry.Charge);
        Volatile.Write(ref _files, _files - 1);
        _tally.AddSpooled(-entry.Records);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;
using Serilog;

namespace Gor.Capture;

/// <summary>
/// Opens the devices that the inputs mean, and keeps looking: what appears later is captured too, what goes away is taken up
/// again when it returns. Looks on a thread of its own; sources run on theirs.
/// </summary>
/// <param name="cluster">What an input that names a part of a cluster means just now.</param>
internal sealed class DeviceWatch(
    CaptureOptions options,
    IReadOnlyList<InputAddress> inputs,
    ICaptureEngine engine,
    ILogger log,
    TimeProvider time,
    Func<InputAddress, IReadOnlyList<FilterTerm>>? cluster = null)
{
    /// <summary>Kernel memory for all devices together: each buffer takes up to twice its size, and a container host has many devices.</summary>
    private const int BufferBudget = 256 << 20;
    private const int SmallestBuffer = 2 << 20;

    /// <summary>
    /// A look takes no more than one part in so many of the time, however many devices there are; rarer where the system tells of
    /// changes and nothing is to be tried again.
    /// </summary>
    private const int LookShare = 2000;
    private const int RareLookShare = 10_000;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>One container brings several changes; they are looked at together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>Without any device that works, this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Names of devices that are gone are forgotten beyond this number: each container brings a new one.</summary>
    private const int LongestMemory = 4096;

    private readonly bool _isOfCluster = inputs.Any(input => input.Kind == InputKind.Cluster);
    private readonly Dictionary<string, WatchedDevice> _devices = [];
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile bool _isRetryDue;
    private int _capturePoints;
    private string _listFailure = "";
    private DateTimeOffset? _idleSince;

    /// <summary>Opens what there is now.</summary>
    /// <param name="warnings">Takes a line for each device among many that cannot be opened.</param>
    /// <exception cref="CaptureException">Something that was asked for cannot be opened, or nothing can; one paragraph for each.</exception>
    public IReadOnlyList<IPacketSource> Open(ICollection<string>? warnings)
    {
        var problems = new CaptureProblems();
        var ofMany = new CaptureProblems();
        List<IPacketSource> opened = [];
        DeviceSelection selection = Select(engine.ListDevices(), problems);
        foreach (SelectedDevice selected in selection.Selected)
        {
            CaptureProblems its = selected.IsOneOfMany ? ofMany : problems;
            its.Try(() => opened.Add(Open(Known(selected.Device), selected, selection.Selected.Count)));
        }

        List<string> failures = [.. ofMany.Messages];
        if (opened.Count == 0 && failures.Count > 0)
        {
            problems.Add(failures.Count == 1 ? failures[0] : $"None of {failures.Count} devices can be opened. Of the first: {failures[0]}");
        }

        try
        {
            problems.ThrowIfAny();
        }
        catch (CaptureException)
        {
            opened.ForEach(source => source.Dispose());
            throw;
        }

        failures.ForEach(message => warnings?.Add($"{message} The capture goes on without it."));
        return opened;
    }

    /// <summary>Looks again and again until the stop.</summary>
    /// <param name="start">Runs a source on a thread of its own, and disposes of it when it has run.</param>
    /// <param name="stop">Ends the looking, not the sources.</param>
    /// <exception cref="CaptureException">No device has worked for ten seconds.</exception>
    public void Run(Action<IPacketSource> start, CancellationToken stop)
    {
        void OnChange(object? sender, EventArgs e) => _wake.Set();

        bool isTold = true;
        try
        {
            NetworkChange.NetworkAddressChanged += OnChange;
            NetworkChange.NetworkAvailabilityChanged += OnChange;
        }
        catch (NetworkInformationException)
        {
            // The looks that come anyway find changes.
            isTold = false;
        }

        try
        {
            for (TimeSpan pause = ShortestPause; Waits(pause, stop);)
            {
                long began = time.GetTimestamp();
                Look(start);
                int share = isTold && _idleSince is null && _devices.Values.All(device => device.Failure.Length == 0) ? RareLookShare : LookShare;
                pause = TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(began).Ticks * share, ShortestPause.Ticks, LongestPause.Ticks));
            }
        }
        finally
        {
            NetworkChange.NetworkAddressChanged -= OnChange;
            NetworkChange.NetworkAvailabilityChanged -= OnChange;
        }
    }

    /// <summary>Looks at once, and tries again what could not be opened.</summary>
    public void Rescan()
    {
        _isRetryDue = true;
        _wake.Set();
    }

    /// <summary>Compares what there is with what is captured.</summary>
    public void Look(Action<IPacketSource> start)
    {
        if (!TryList(out IReadOnlyList<Device>? listed))
        {
            return;
        }

        if (_isRetryDue)
        {
            _isRetryDue = false;
            foreach (WatchedDevice known in _devices.Values)
            {
                (known.NextTry, known.Failure) = (default, "");
            }
        }

        Dictionary<string, Device> byName = listed.DistinctBy(device => device.Name).ToDictionary(device => device.Name);
        foreach (WatchedDevice known in _devices.Values)
        {
            Compare(known, byName.GetValueOrDefault(known.Name));
        }

        // That an input means nothing just now is no error any more.
        DeviceSelection selection = Select(listed, new CaptureProblems());
        foreach (SelectedDevice selected in selection.Selected)
        {
            Take(selected, selection.Selected.Count, start);
        }

        if (_isOfCluster)
        {
            EndUnselected(selection);
        }

        // A cluster may have none of the pods that are meant for a while.
        if (!_isOfCluster || selection.Selected.Count > 0)
        {
            ThrowIfIdle();
        }
    }

    /// <summary>What was captured for pods that are gone.</summary>
    private void EndUnselected(DeviceSelection selection)
    {
        HashSet<string> selected = [.. selection.Selected.Select(device => device.Device.Name)];
        foreach (WatchedDevice known in _devices.Values)
        {
            if (known.Source is { } source && !selected.Contains(known.Name))
            {
                End(known, source);
            }
        }
    }

    private bool Waits(TimeSpan pause, CancellationToken stop)
    {
        if (WaitHandle.WaitAny([stop.WaitHandle, _wake], pause) == 1)
        {
            stop.WaitHandle.WaitOne(Gathering);
        }

        return !stop.IsCancellationRequested;
    }

    private bool TryList([NotNullWhen(true)] out IReadOnlyList<Device>? listed)
    {
        try
        {
            listed = engine.ListDevices();
            _listFailure = "";
            return true;
        }
        catch (CaptureException problem)
        {
            if (problem.Message != _listFailure)
            {
                log.Warning("{Problem:l} What is captured goes on; new devices are not found.", problem.Message);
            }

            _listFailure = problem.Message;
            listed = null;
            return false;
        }
    }

    private DeviceSelection Select(IReadOnlyList<Device> listed, CaptureProblems problems)
    {
        var selection = new DeviceSelection(listed, options.IgnoredInterfaces, cluster ?? (_ => []));
        foreach (InputAddress input in inputs)
        {
            problems.Try(() => selection.Add(input));
        }

        return selection;
    }

    private void Compare(WatchedDevice known, Device? now)
    {
        if (known.Source is not { } source)
        {
            return;
        }

        if (now is null || now.Index != known.Index)
        {
            log.Warning("{Device:l} is gone; it is captured again when it is back", known.Name);
            End(known, source);
        }
        else if (source.IsOver)
        {
            if (source.Failure is { } failure)
            {
                log.Warning("{Failure:l} It is tried again.", failure);
            }

            End(known, source);
        }
        else if (now.IsUp != known.IsUp)
        {
            known.IsUp = now.IsUp;
            if (now.IsUp)
            {
                log.Information("{Device:l} is up again, and captured", known.Name);
            }
            else
            {
                log.Warning("{Device:l} is down; it is captured again when it is up", known.Name);
            }
        }
    }

    private static void End(WatchedDevice known, WatchedSource source)
    {
        source.End();
        known.Source = null;
    }

    private void Take(SelectedDevice selected, int devices, Action<IPacketSource> start)
    {
        WatchedDevice known = Known(selected.Device);
        string conditions = BpfFilter.Summary(selected.Terms);
        bool isAsItShallBe = known.Source is not null && known.Conditions == conditions;
        if (isAsItShallBe || !selected.Device.IsUp || time.GetUtcNow() < known.NextTry)
        {
            return;
        }

        if (options.GivesUpRights)
        {
            Refuse(known);
            return;
        }

        WatchedSource? former = known.Source;
        string saidBefore = known.Failure;
        try
        {
            IPacketSource source = Open(known, selected, devices);
            log.Information("now capturing {Description:l}", source.Description);
            start(source);
            former?.End();
        }
        catch (CaptureException problem)
        {
            if (problem.Message != saidBefore)
            {
                log.Warning("{Problem:l} The capture goes on without it.", problem.Message);
            }
        }
    }

    /// <summary>Trying is in vain; whoever asked for it is told once a device.</summary>
    private void Refuse(WatchedDevice known)
    {
        if (known.Failure.Length == 0)
        {
            known.Failure = $"{known.Name} cannot be captured as it is now: the right to open devices was given up (--user).";
            log.Warning("{Failure:l} Start gor again, or without --user as a user that keeps that one right (setcap cap_net_raw+ep).", known.Failure);
        }
    }

    private WatchedSource Open(WatchedDevice known, SelectedDevice selected, int devices)
    {
        WatchedSource source;
        try
        {
            source = new WatchedSource(engine.Open(selected, BufferFor(devices), known.CapturePoint));
        }
        catch (CaptureException problem)
        {
            Postpone(known, problem.Message);
            throw;
        }

        (known.Source, known.Conditions, known.Index) = (source, BpfFilter.Summary(selected.Terms), selected.Device.Index);
        (known.IsUp, known.Failure, known.Pause) = (true, "", TimeSpan.Zero);
        return source;
    }

    private void Postpone(WatchedDevice known, string failure)
    {
        known.Pause = TimeSpan.FromTicks(Math.Clamp(known.Pause.Ticks * 2, ShortestPause.Ticks, LongestPause.Ticks));
        known.NextTry = time.GetUtcNow() + known.Pause;
        known.Failure = failure;
    }

    private WatchedDevice Known(Device device)
    {
        if (!_devices.TryGetValue(device.Name, out WatchedDevice? known))
        {
            if (_devices.Count >= LongestMemory)
            {
                _devices.Values.Where(gone => gone.Source is null).ToList().ForEach(gone => _devices.Remove(gone.Name));
            }

            known = new WatchedDevice(device.Name, _capturePoints++);
            _devices.Add(device.Name, known);
        }

        return known;
    }

    private void ThrowIfIdle()
    {
        if (_devices.Values.Any(device => device.Works))
        {
            _idleSince = null;
            return;
        }

        _idleSince ??= time.GetUtcNow();
        if (time.GetUtcNow() - _idleSince >= Patience)
        {
            string last = _devices.Values.LastOrDefault(device => device.Failure.Length > 0)?.Failure ?? "They are gone or down.";
            throw new CaptureException(
                $"No device is left to capture from: of {_devices.Count} none has worked for {Patience.TotalSeconds:0} seconds. {last} gor devices lists those there are.");
        }
    }

    private int BufferFor(int devices) => options.BufferSize <= 0
        ? 0
        : Math.Min(options.BufferSize, Math.Max(SmallestBuffer, BufferBudget / Math.Max(1, devices)));
}

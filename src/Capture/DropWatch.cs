using System.Globalization;
using Serilog;

namespace Gor.Capture;

/// <summary>Reads what kernel and interfaces drop while sources run, warns once for each device, and keeps the sums of those that are over.</summary>
internal sealed class DropWatch(ILogger log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPacketSource, SourceLosses> _running = [];
    private readonly Dictionary<string, SourceLosses> _over = [];
    private readonly HashSet<string> _warned = [];

    /// <summary>By name, as of the last reading.</summary>
    public IReadOnlyList<SourceLosses> Losses
    {
        get
        {
            lock (_gate)
            {
                return [.. _running.Values.Concat(_over.Values).GroupBy(losses => losses.Name).Select(of => of.Aggregate((one, other) => one.Plus(other)))];
            }
        }
    }

    public void Add(IPacketSource source)
    {
        lock (_gate)
        {
            _running.Add(source, new SourceLosses(source.Name, 0, 0, 0));
        }
    }

    /// <summary>The source is over, but not disposed of yet: its counters are read the last time.</summary>
    public void Remove(IPacketSource source)
    {
        lock (_gate)
        {
            Read(source);
            if (_running.Remove(source, out SourceLosses last) && last.IsAny)
            {
                _over[last.Name] = _over.TryGetValue(last.Name, out SourceLosses before) ? before.Plus(last) : last;
            }
        }
    }

    public void Read()
    {
        lock (_gate)
        {
            foreach (IPacketSource source in _running.Keys.ToList())
            {
                Read(source);
            }
        }
    }

    /// <summary>Counters of a device that is going away may start anew: what was counted stays.</summary>
    private void Read(IPacketSource source)
    {
        SourceLosses before = _running[source];
        KernelDrops drops = source.ReadDrops() ?? default;
        _running[source] = before with
        {
            Kernel = Math.Max(before.Kernel, drops.Kernel),
            Interface = Math.Max(before.Interface, drops.Interface),
            LeftOut = source.LeftOut,
        };
        if (drops.Kernel > before.Kernel && _warned.Add(source.Name))
        {
            log.Warning(
                "{Source:l}: the kernel dropped {Packets:l} packets for lack of room: calls will be missing or cut. {Remedy:l}. The ledger counts what follows.",
                source.Name, drops.Kernel.ToString(CultureInfo.InvariantCulture), source.DropRemedy);
        }
    }
}

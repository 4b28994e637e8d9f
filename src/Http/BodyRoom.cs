namespace Gor.Http;

/// <summary>The memory that the bodies of one worker take. Written by that worker only, read by any thread.</summary>
internal sealed class BodyRoom(MemoryPressure pressure, Counters counters)
{
    private long _taken;

    /// <summary>Bytes.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>False where no more may be kept.</summary>
    public bool HasRoom => !pressure.CutsBodies;

    /// <param name="bytes">Negative: given back.</param>
    public void Take(int bytes) => Volatile.Write(ref _taken, _taken + bytes);

    /// <summary>A body is cut for lack of room.</summary>
    public void CountCut() => counters.Add(Counter.BodiesCutMemory);
}

namespace Gor;

/// <summary>What the memory budget asks of the stages: one field, written seldom, that they read at no cost.</summary>
internal sealed class MemoryPressure
{
    private volatile int _level;

    /// <summary>0: there is room. 1: no more of bodies is kept. 2: no exchange becomes a record either.</summary>
    public int Level
    {
        get => _level;
        set => _level = value;
    }

    public bool CutsBodies => _level >= 1;

    public bool ShedsExchanges => _level >= 2;
}

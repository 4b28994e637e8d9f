namespace Gor.Output;

/// <summary>The disk behind the memory, for what a destination does not take now.</summary>
internal sealed record SpoolOptions
{
    /// <summary>A folder with a folder for each destination in it; empty: there is no spool.</summary>
    public string Folder { get; init; } = "";

    /// <summary>True where the operator wants none.</summary>
    public bool IsOff { get; init; }

    /// <summary>Bytes on disk, per destination.</summary>
    public long Size { get; init; } = 1L << 30;

    /// <summary>Where the spool is full: true, the oldest bundle is lost; false, no more is taken, so that the newest is.</summary>
    public bool OldestGivesWay { get; init; } = true;
}

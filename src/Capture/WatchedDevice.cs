namespace Gor.Capture;

/// <summary>What <see cref="DeviceWatch"/> knows of one device, by name.</summary>
/// <param name="name">As the engine lists it.</param>
/// <param name="capturePoint">Its number, which it keeps when it comes back: the connections it owns stay its own.</param>
internal sealed class WatchedDevice(string name, int capturePoint)
{
    public string Name { get; } = name;

    public int CapturePoint { get; } = capturePoint;

    /// <summary>Null while nothing is captured from it.</summary>
    public WatchedSource? Source { get; set; }

    /// <summary>What the source was opened with.</summary>
    public string Conditions { get; set; } = "";

    /// <summary>See <see cref="Device.Index"/>.</summary>
    public int Index { get; set; }

    public bool IsUp { get; set; } = true;

    /// <summary>Why it could not be opened the last time; empty where it could.</summary>
    public string Failure { get; set; } = "";

    /// <summary>Until then it is not tried again.</summary>
    public DateTimeOffset NextTry { get; set; }

    public TimeSpan Pause { get; set; }

    public bool Works => IsUp && Source is { IsOver: false };
}

namespace Gor.Capture;

/// <summary>What one device was opened with by <see cref="RingEngine"/>.</summary>
internal sealed record RingSettings
{
    public required Device Device { get; init; }

    public required LinkType LinkType { get; init; }

    public required int CapturePoint { get; init; }

    public required string Description { get; init; }

    /// <summary>For people: the kernel's own is a program.</summary>
    public required string Filter { get; init; }

    /// <summary>After which the kernel hands packets over.</summary>
    public required TimeSpan Timeout { get; init; }

    public required VlanSelection Vlans { get; init; }

    /// <summary>The filter of <c>--input-raw-bpf-filter</c>; null for none.</summary>
    public required OfflineFilter? UserFilter { get; init; }
}

namespace Gor.Output;

/// <summary>Tells an error that room would cure from all others.</summary>
internal static class DiskFull
{
    /// <summary>ENOSPC on every Unix.</summary>
    private const int NoSpace = 28;

    /// <summary>EDQUOT: the quota of this user.</summary>
    private const int QuotaOnLinux = 122;

    private const int QuotaOnMac = 69;

    /// <summary>ERROR_DISK_FULL, as HRESULT.</summary>
    private const int OnWindows = unchecked((int)0x80070070);

    public static bool Is(IOException e) =>
        e.HResult is NoSpace or OnWindows || e.HResult == (OperatingSystem.IsMacOS() ? QuotaOnMac : QuotaOnLinux);
}

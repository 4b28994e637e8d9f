using System.Globalization;

namespace Gor.Capture;

/// <summary>Says why the system does not let this process capture, and what to do about it.</summary>
internal static class CapturePrivileges
{
    /// <summary>CAP_NET_RAW's bit in the sets of capabilities(7).</summary>
    private const int NetRaw = 13;

    /// <summary>What this process lacks to capture, and the remedy; null where it lacks nothing, or the system does not tell beforehand.</summary>
    public static string? Missing() =>
        OperatingSystem.IsLinux() && ReadStatus() is { Length: > 0 } status && !HasNetRaw(status, "CapEff") ? Remedy() : null;

    /// <summary>For this process, on this system.</summary>
    public static string Remedy()
    {
        string binary = Environment.ProcessPath ?? "gor";
        if (OperatingSystem.IsLinux())
        {
            return LinuxRemedy(ReadStatus(), binary);
        }

        return OperatingSystem.IsWindows()
            ? "Run gor as Administrator, or reinstall Npcap without \"Restrict driver's access to Administrators only\"."
            : $"Run it as root (sudo {binary}), or give your user the BPF devices: install Wireshark's ChmodBPF, as their modes are reset at each boot.";
    }

    /// <param name="status">The text of <c>/proc/self/status</c>.</param>
    /// <param name="binary">Path of the program.</param>
    public static string LinuxRemedy(string status, string binary)
    {
        bool effective = HasNetRaw(status, "CapEff");
        bool permitted = HasNetRaw(status, "CapPrm");
        bool bounding = HasNetRaw(status, "CapBnd");
        bool noNewPrivileges = ValueOf(status, "NoNewPrivs") == "1";
        string state = $"CAP_NET_RAW: effective {Word(effective)}, permitted {Word(permitted)}, bounding {Word(bounding)}; NoNewPrivs {Word(noNewPrivileges)}.";
        string asRoot = $"run it as root (sudo {binary}), or grant the one capability it needs (sudo setcap cap_net_raw+ep {binary})";
        string remedy = (effective, bounding, noNewPrivileges) switch
        {
            (true, _, _) => "The capability is there, so something else forbids it: a seccomp profile, AppArmor, SELinux, or a user namespace that does not own this network.",
            (_, false, _) => "The capability is outside the bounding set, as in a container without it: start that with --cap-add NET_RAW (Kubernetes: securityContext.capabilities.add: [NET_RAW]).",
            (_, _, true) => "NoNewPrivs voids capabilities of files: allow privilege escalation (NoNewPrivileges=no, allowPrivilegeEscalation: true), or run it as root.",
            _ => $"To capture, {asRoot}.",
        };
        return $"{state} {remedy}";
    }

    private static string Word(bool value) => value ? "yes" : "no";

    private static bool HasNetRaw(string status, string set) =>
        ulong.TryParse(ValueOf(status, set), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits) && (bits >> NetRaw & 1) != 0;

    private static string ValueOf(string status, string name)
    {
        foreach (string line in status.Split('\n'))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return "";
    }

    private static string ReadStatus()
    {
        try
        {
            return File.ReadAllText("/proc/self/status");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

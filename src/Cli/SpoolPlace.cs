namespace Gor.Cli;

/// <summary>Where the spool is that no flag has named: where the system keeps what a program must not forget.</summary>
internal static class SpoolPlace
{
    public static Options Complete(Options options, IReadOnlyDictionary<string, string> environment)
    {
        Output.SpoolOptions spool = options.Output.Spool;
        string folder = spool.Folder.Length > 0 || spool.IsOff ? spool.Folder : OfSystem(environment);
        return options with { Output = options.Output with { Spool = spool with { Folder = folder } } };
    }

    private static string OfSystem(IReadOnlyDictionary<string, string> environment)
    {
        // systemd lists several folders with colons between.
        string service = (environment.GetValueOrDefault("STATE_DIRECTORY") ?? "").Split(':')[0];
        if (Path.IsPathFullyQualified(service))
        {
            return service;
        }

        // The XDG Base Directory Specification: a relative path is to be ignored.
        string user = environment.GetValueOrDefault("XDG_STATE_HOME") ?? "";
        return Path.IsPathFullyQualified(user) ? Path.Combine(user, "gor") : "";
    }
}

using System.Globalization;

namespace Gor.Cli;

/// <summary>The texts behind <c>--help</c>, made from the flag tables.</summary>
internal static class HelpText
{
    private const int Width = 100;
    private const int HelpColumn = 40;

    /// <summary>Whole command lines, as a shell reads them, and what each does.</summary>
    public static IReadOnlyList<(string Line, string Meaning)> Examples { get; } =
    [
        ("gor --input-raw :8080 --output-resurface http://localhost:4001/message", "Calls on port 8080 of every device, to Resurface."),
        ("gor --input-raw eth0:80,8080 --output-resurface-rules \"include debug\"", "Two ports of one device, with bodies."),
        ("gor --input-raw traffic.pcap --output-resurface -", "Calls of a capture file, as NDJSON on stdout."),
        ("gor --input-raw :8080 --output-null --exit-after 30s", "Does the capture work? The ledger tells."),
        ("gor collect", "A Resurface endpoint on this host, that shows what arrives."),
    ];

    public static IReadOnlyList<string> Introduction { get; } =
    [
        "gor listens to HTTP/1 traffic on network devices or in capture files, rebuilds every call (a request with its response), masks it by rules, "
            + "and delivers it to Resurface, to files or to another gor. The application that it listens to is not touched.",
        "Nothing is lost silently: each packet, byte, message and call that enters is delivered or counted under a named reason, and the sums are "
            + "printed when gor ends.",
    ];

    public const string Syntax = "Flags are as in GoReplay: -x is --x, --x=v is --x v, a switch is turned off by --x=false. "
        + "Sizes: 65536, 256k, 32mb, 1.5g. Durations: 500ms, 2s, 1m30s.";

    public static IReadOnlyList<(string Name, string Meaning)> Variables { get; } =
    [
        ("USAGE_LOGGERS_URL", $"--output-resurface (default {UsageLoggers.DefaultUrl})"),
        ("USAGE_LOGGERS_RULES", "--output-resurface-rules; the two characters \\n are a line end"),
        ("USAGE_LOGGERS_DISABLE", "true: send nothing"),
        ("USAGE_LOGGERS_BODY_LIMIT", "bytes of a decoded body that are kept (default 1048576); a longer one leaves its size only"),
        ("USAGE_LOGGERS_BUNDLE_SIZE", "bytes of records a POST, before compression (default 5242880)"),
        ("GOR_CONFIG", "--config"),
        ("GOR_…", "any flag, in upper case: GOR_OUTPUT_NULL=true is --output-null; each line is a value of a repeatable one"),
        ("NO_COLOR", "not empty: no colors, also on a terminal"),
    ];

    public static IReadOnlyList<(string Name, string Meaning)> Signals { get; } =
    [
        ("SIGINT, SIGTERM", "deliver what is under way, and end; a second one ends at once"),
        ("SIGHUP", "read a file:// of rules again, and look for devices"),
        ("SIGUSR1", "print the ledger"),
    ];

    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; } =
    [
        ("0", "end of input, --exit-after or a signal"),
        ("1", "a failure"),
        ("2", "a wrong command line or a wrong rule"),
        ("3", "records were lost on the way to a destination"),
    ];

    /// <summary><c>--help</c>: what most need.</summary>
    public static string Short()
    {
        StringWriter text = Begin();
        foreach (IGrouping<FlagGroup, Flag> group in RunFlags.All.GroupBy(flag => flag.Group))
        {
            Flag[] shown = [.. group.Where(flag => flag.IsEssential)];
            int others = group.Count() - shown.Length;
            text.WriteLine();
            text.WriteLine(FlagGroups.HeadingOf(group.Key));
            foreach (Flag flag in shown)
            {
                WriteEntry(text, NamesOf(flag), flag.Summary + (flag.Default.Length > 0 ? $" (default {flag.Default})" : ""));
            }

            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {others} more in --help-all. Example:"));
            text.WriteLine($"      {FlagGroups.ExampleOf(group.Key)}");
        }

        text.WriteLine();
        Paragraph.Write(text, "", "All flags and variables: gor --help-all. The same as a manual page: gor man | man -l -. " + Syntax, Width);
        return text.ToString();
    }

    /// <summary><c>--help-all</c>.</summary>
    public static string Full()
    {
        StringWriter text = Begin();
        foreach (IGrouping<FlagGroup, Flag> group in RunFlags.All.GroupBy(flag => flag.Group))
        {
            text.WriteLine();
            text.WriteLine(FlagGroups.HeadingOf(group.Key));
            WriteEntries(text, group);
            text.WriteLine("  Example:");
            text.WriteLine($"      {FlagGroups.ExampleOf(group.Key)}");
        }

        text.WriteLine();
        text.WriteLine("Variables, where no flag says otherwise");
        WriteAll(text, Variables);

        text.WriteLine();
        text.WriteLine("Signals");
        WriteAll(text, Signals);

        text.WriteLine();
        text.WriteLine("Exit codes");
        WriteAll(text, ExitCodes);

        text.WriteLine();
        Paragraph.Write(text, "", Syntax, Width);
        return text.ToString();
    }

    private static StringWriter Begin()
    {
        var text = new StringWriter();
        text.WriteLine("gor listens to HTTP/1 traffic, rebuilds every call, and delivers it to Resurface.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor --input-raw ADDRESS [flags]", "capture and deliver");
        foreach (SubCommand command in SubCommand.All)
        {
            WriteEntry(text, command.Line, command.Summary);
        }

        text.WriteLine();
        text.WriteLine("Examples");
        foreach ((string line, string meaning) in Examples)
        {
            text.WriteLine($"  {line}");
            text.WriteLine($"      {meaning}");
        }

        return text;
    }

    public static string Sidecar()
    {
        var text = new StringWriter();
        text.WriteLine("gor sidecar runs as the variables of Resurface's network sniffer say, and prints its flags.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor sidecar [flags]", "the flags are those of gor, behind those of the variables");
        text.WriteLine();
        text.WriteLine("What to capture");
        WriteAll(text, SidecarNames.Input);
        text.WriteLine();
        text.WriteLine("Where calls go, and what of them");
        WriteAll(text, SidecarNames.Output);
        text.WriteLine();
        Paragraph.Write(text, "", "A switch is on by the word true. Of two names the first counts that has a value. Other variables: gor --help-all.", Width);
        return text.ToString();
    }

    public static string Collect()
    {
        var text = new StringWriter();
        text.WriteLine("gor collect receives what gor, or any Resurface logger, sends: POSTs of records to any path.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor collect [flags]", "");
        text.WriteLine();
        text.WriteLine("Flags");
        WriteEntries(text, CollectLine.Flags);
        return text.ToString();
    }

    public static string Devices()
    {
        var text = new StringWriter();
        text.WriteLine("gor devices lists the network devices of this host, whether or not this user may capture from them.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor devices", "a table: name, state, link type, what --input-raw :80 captures there, addresses");
        WriteEntry(text, "gor devices --json", "the same as JSON, with each filter in the words of tcpdump");
        return text.ToString();
    }

    public static string Config()
    {
        var text = new StringWriter();
        Paragraph.Write(text, "", "gor config prints what a run with these flags would use, and where each setting comes from: the command line, a variable, a "
            + "line of the file, or the default. Secrets are masked. What it prints is itself a file for --config.", Width);
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor config [flags]", "flags as of a run: gor config --config gor.toml --verbose 1");
        text.WriteLine();
        Paragraph.Write(text, "", "A flag stands above its variable (GOR_OUTPUT_NULL for --output-null; of a repeatable flag, each line is a value), the variable "
            + "above the file ($GOR_CONFIG, or --config), the file above USAGE_LOGGERS_*, and these above the default.", Width);
        return text.ToString();
    }

    public static string Completion()
    {
        var text = new StringWriter();
        text.WriteLine("gor completion prints the script that makes a shell propose commands, flags and values.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor completion bash", "to try: source <(gor completion bash)");
        WriteEntry(text, "gor completion zsh", "behind compinit: source <(gor completion zsh)");
        WriteEntry(text, "gor completion fish", "gor completion fish | source");
        WriteEntry(text, "gor completion powershell", "gor completion powershell | Out-String | Invoke-Expression");
        text.WriteLine();
        text.WriteLine("The first lines of each script say where to keep it.");
        return text.ToString();
    }

    public static string FileServer()
    {
        var text = new StringWriter();
        text.WriteLine("gor file-server serves the current directory over HTTP, to read only.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor file-server ADDRESS", "127.0.0.1:8000, or :8000 for every address of this host");
        return text.ToString();
    }

    /// <summary>What a flag does, whether it may be given again, and what holds without it.</summary>
    public static string Describe(Flag flag)
    {
        string repeatable = flag.IsList ? " (repeatable)" : "";
        string standard = flag.Default.Length > 0 ? $" (default {flag.Default})" : "";
        return flag.Help + repeatable + standard;
    }

    private static void WriteEntries(TextWriter text, IEnumerable<Flag> flags)
    {
        foreach (Flag flag in flags)
        {
            WriteEntry(text, NamesOf(flag), Describe(flag));
        }
    }

    private static string NamesOf(Flag flag)
    {
        string alias = flag.Alias.Length switch { 0 => "", 1 => $"-{flag.Alias}, ", _ => $"--{flag.Alias}, " };
        string value = flag.IsSwitch ? "" : $" {flag.Placeholder}";
        return $"{alias}--{flag.Name}{value}";
    }

    /// <summary>A name and its text beside it, or below it where the name is too long.</summary>
    private static void WriteAll(TextWriter text, IEnumerable<(string Name, string Meaning)> entries)
    {
        foreach ((string name, string meaning) in entries)
        {
            WriteEntry(text, name, meaning);
        }
    }

    private static void WriteEntry(TextWriter text, string name, string help)
    {
        string heading = $"  {name}  ".PadRight(HelpColumn);
        if (heading.Length > HelpColumn || help.Length == 0)
        {
            text.WriteLine(heading.TrimEnd());
            heading = new string(' ', HelpColumn);
        }

        if (help.Length > 0)
        {
            Paragraph.Write(text, heading, help, Width);
        }
    }
}

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

    public static string Run()
    {
        var text = new StringWriter();
        text.WriteLine("gor listens to HTTP/1 traffic, rebuilds every call, and delivers it to Resurface.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor --input-raw ADDRESS [flags]", "capture and deliver");
        WriteEntry(text, "gor collect [flags]", "receive records, where there is no Resurface");
        WriteEntry(text, "gor devices [--json]", "list the devices there are, and what would be captured of them");
        WriteEntry(text, "gor file-server ADDRESS", "serve the current directory over HTTP");
        WriteEntry(text, "gor rules …", "check and try logging rules");
        WriteEntry(text, "gor help [COMMAND]", "this text, or that of a command");
        WriteEntry(text, "gor version", "the version");
        text.WriteLine();
        text.WriteLine("Examples");
        foreach ((string line, string meaning) in Examples)
        {
            text.WriteLine($"  {line}");
            text.WriteLine($"      {meaning}");
        }

        WriteFlags(text, RunFlags.All);
        text.WriteLine();
        text.WriteLine("Variables, where no flag says otherwise");
        WriteEntry(text, "USAGE_LOGGERS_URL", $"--output-resurface (default {UsageLoggers.DefaultUrl})");
        WriteEntry(text, "USAGE_LOGGERS_RULES", "--output-resurface-rules; the two characters \\n are a line end");
        WriteEntry(text, "USAGE_LOGGERS_DISABLE", "true: send nothing");
        WriteEntry(text, "USAGE_LOGGERS_BODY_LIMIT", "bytes of a decoded body that are kept (default 1048576); a longer one leaves its size only");
        WriteEntry(text, "USAGE_LOGGERS_BUNDLE_SIZE", "bytes of records a POST, before compression (default 5242880)");
        text.WriteLine();
        Paragraph.Write(text, "", "Flags are as in GoReplay: -x is --x, --x=v is --x v, a switch is turned off by --x=false. "
            + "Sizes: 65536, 256k, 32mb, 1.5g. Durations: 500ms, 2s, 1m30s. Exit codes: 0 end of input, --exit-after or a signal; "
            + "1 a failure; 2 a wrong command line; 3 records were lost.", Width);
        return text.ToString();
    }

    public static string Collect()
    {
        var text = new StringWriter();
        text.WriteLine("gor collect receives what gor, or any Resurface logger, sends: POSTs of records to any path.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor collect [flags]", "");
        WriteFlags(text, CollectLine.Flags);
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

    public static string FileServer()
    {
        var text = new StringWriter();
        text.WriteLine("gor file-server serves the current directory over HTTP, to read only.");
        text.WriteLine();
        text.WriteLine("Usage");
        WriteEntry(text, "gor file-server ADDRESS", "127.0.0.1:8000, or :8000 for every address of this host");
        return text.ToString();
    }

    private static void WriteFlags(TextWriter text, IReadOnlyList<Flag> flags)
    {
        foreach (IGrouping<FlagGroup, Flag> group in flags.GroupBy(flag => flag.Group))
        {
            text.WriteLine();
            text.WriteLine(HeadingOf(group.Key));
            foreach (Flag flag in group)
            {
                string repeatable = flag.IsList ? " (repeatable)" : "";
                string standard = flag.Default.Length > 0 ? $" (default {flag.Default})" : "";
                WriteEntry(text, NamesOf(flag), flag.Help + repeatable + standard);
            }
        }
    }

    private static string NamesOf(Flag flag)
    {
        string alias = flag.Alias.Length switch { 0 => "", 1 => $"-{flag.Alias}, ", _ => $"--{flag.Alias}, " };
        string value = flag.IsSwitch ? "" : $" {flag.Placeholder}";
        return $"{alias}--{flag.Name}{value}";
    }

    /// <summary>A name and its text beside it, or below it where the name is too long.</summary>
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

    public static string HeadingOf(FlagGroup group) => group switch
    {
        FlagGroup.Input => "What to capture",
        FlagGroup.Capture => "How to capture",
        FlagGroup.Reassembly => "Rebuilding calls",
        FlagGroup.Playback => "Taped calls",
        FlagGroup.Filters => "Which calls, and what of their requests is changed, in this order",
        FlagGroup.Replay => "Where calls go as messages, in GoReplay's format",
        FlagGroup.Output => "Where calls go, and what of them",
        _ => "Running",
    };
}

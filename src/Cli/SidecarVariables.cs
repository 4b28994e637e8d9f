using Gor.Capture;

namespace Gor.Cli;

/// <summary>
/// The variables of Resurface's network sniffer container, brought into flags of <c>gor</c>. What stands for nothing is told:
/// as an error where it is wrong, as a note where it has no effect.
/// </summary>
internal sealed class SidecarVariables
{
    /// <summary>As the container's script has it.</summary>
    private const string DebugBucket = "s3://sniffer-debug-logs";

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly List<SidecarFlag> _flags = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _notes = [];

    /// <param name="environment">Quotes around a value are no part of it: <c>docker run --env-file</c> hands them on.</param>
    public SidecarVariables(IReadOnlyDictionary<string, string> environment)
    {
        _environment = environment.ToDictionary(
            variable => variable.Key, variable => SidecarNames.Knows(variable.Key) ? Unquoted(variable.Value) : variable.Value);
        NoteMistypedNames();
        if (Variable("SNIFFER_ENGINE") == "k8s")
        {
            AddKubernetesInput();
        }
        else
        {
            AddInput();
        }

        AddOutput();
        AddDebugging();
        Add("USAGE_LOGGERS_RULES", "--output-resurface-rules", Rules);
        CheckFlags();
    }

    /// <summary>The variables as they were read.</summary>
    public IReadOnlyDictionary<string, string> Environment => _environment;

    public IReadOnlyList<SidecarFlag> Flags => _flags;

    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Text or <c>file://PATH</c>; empty where the variable is. The two characters <c>\n</c> are a line end.</summary>
    public string Rules => Variable("USAGE_LOGGERS_RULES") is var rules && rules.StartsWith("file://", StringComparison.Ordinal)
        ? rules
        : rules.Replace("\\n", "\n", StringComparison.Ordinal);

    public string Url => Variable("USAGE_LOGGERS_URL");

    private void AddInput()
    {
        string device = FirstOf("NET_DEVICE", "VPC_MIRROR_DEVICE");
        string ports = FirstOf("APP_PORTS", "APP_PORT");
        bool arePorts = InputAddress.TryParse($":{Variable(ports)}", out InputAddress? address, out _);
        Add(arePorts ? device : ports, "--input-raw", $"{Variable(device)}:{Variable(ports)}");
        if (Variable("SNIFFER_PCAP_BUFFER_SIZE") is { Length: > 0 } and not "0")
        {
            Add("SNIFFER_PCAP_BUFFER_SIZE", "--input-raw-buffer-size", Variable("SNIFFER_PCAP_BUFFER_SIZE"));
        }

        AddSwitch("SNIFFER_PROMISC_ENABLED", "--input-raw-promisc");
        AddSwitch("SNIFFER_RF_MONITOR_ENABLED", "--input-raw-monitor");
        if (Variable("SNIFFER_REALIP_HEADER").Length > 0)
        {
            Add("SNIFFER_REALIP_HEADER", "--input-raw-realip-header", Variable("SNIFFER_REALIP_HEADER"));
        }

        if (Variable("SNIFFER_ENGINE") == "mirror")
        {
            AddMirror();
        }
        else
        {
            AddDevice(ports, address?.Ports ?? []);
        }
    }

    private void AddMirror()
    {
        string port = Variable("SNIFFER_MIRROR_VXLANPORT");
        Add("SNIFFER_ENGINE", "--input-raw-engine", "vxlan");
        Add("SNIFFER_MIRROR_VXLANPORT", "--input-raw-vxlan-port", port.Length > 0 ? port : "4789");
        foreach (string vni in Variable("SNIFFER_MIRROR_VNIS").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Add("SNIFFER_MIRROR_VNIS", "--input-raw-vxlan-vni", vni);
        }
    }

    private void AddDevice(string variable, IReadOnlyList<int> ports)
    {
        NoteWithoutEffect("SNIFFER_MIRROR_VXLANPORT", "without SNIFFER_ENGINE=mirror");
        NoteWithoutEffect("SNIFFER_MIRROR_VNIS", "without SNIFFER_ENGINE=mirror");
        if (Variable("SNIFFER_ENGINE").Length > 0)
        {
            _notes.Add($"SNIFFER_ENGINE {Quoted.Value(Variable("SNIFFER_ENGINE"))}: neither mirror nor k8s, so devices are captured as without it.");
        }

        Add("SNIFFER_ENGINE", "--input-raw-track-response");
        if (!IsTrue("SNIFFER_NOFILTER") && ports.Count > 0)
        {
            string list = string.Join(" or ", ports);
            Add(variable, "--input-raw-bpf-filter", $"(dst port ({list})) or (src port ({list}))");
        }
    }

    private void AddKubernetesInput()
    {
        string[] words = Variable("K8S_INPUT").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            _errors.Add("K8S_INPUT is empty, and SNIFFER_ENGINE=k8s takes what to capture from it: give it flags, like \"--input-raw :80\", or unset SNIFFER_ENGINE.");
        }

        foreach (string name in SidecarNames.InputNames.Where(name => name is not ("SNIFFER_ENGINE" or "K8S_INPUT")))
        {
            NoteWithoutEffect(name, "with SNIFFER_ENGINE=k8s");
        }

        Add("K8S_INPUT", words);
        Add("K8S_INPUT", "--input-raw-track-response");
    }

    private void AddOutput()
    {
        // Other outputs would keep the default address away.
        bool hasOthers = IsTrue("SNIFFER_DEBUG_ENABLED");
        Add("USAGE_LOGGERS_URL", "--output-resurface", Url.Length > 0 || !hasOthers ? Url : UsageLoggers.DefaultUrl);
        if (GoBoolean.TryParse(Variable("USAGE_LOGGERS_DISABLE"), out bool isDisabled, out _) && isDisabled)
        {
            // A container that ends is started again for ever.
            Add("USAGE_LOGGERS_DISABLE", "--output-null");
            _notes.Add("USAGE_LOGGERS_DISABLE is set: calls are counted, and sent nowhere.");
        }
    }

    private void AddDebugging()
    {
        if (!IsTrue("SNIFFER_DEBUG_ENABLED"))
        {
            NoteWithoutEffect("SNIFFER_DEBUG_VERBOSITY", "without SNIFFER_DEBUG_ENABLED=true");
            NoteWithoutEffect("SNIFFER_DEBUG_EXPORT", "without SNIFFER_DEBUG_ENABLED=true");
            return;
        }

        string verbosity = Variable("SNIFFER_DEBUG_VERBOSITY") is { Length: > 0 } text ? text : "0";
        bool isNumber = GoInteger.TryParse(verbosity, out long level, out _);
        if (!isNumber || level != 0)
        {
            Add("SNIFFER_DEBUG_VERBOSITY", "--verbose", verbosity);
        }

        if (level >= 1)
        {
            Add("SNIFFER_DEBUG_VERBOSITY", "--http-pprof", ":8181");
        }

        if (level >= 2)
        {
            Add("SNIFFER_DEBUG_VERBOSITY", "--output-stdout");
        }

        AddExport(Variable("SNIFFER_DEBUG_EXPORT"));
    }

    private void AddExport(string where)
    {
        switch (where)
        {
            case "" or "none":
                break;
            case "local":
                Add("SNIFFER_DEBUG_EXPORT", "--output-file", "./%Y-%m-%d.gz");
                break;
            case "s3":
                Add("SNIFFER_DEBUG_EXPORT", "--output-file", $"{DebugBucket}/{Variable("SNIFFER_DEBUG_DEAL_ID")}/%Y-%m-%d.gz");
                break;
            case "http":
                Add("SNIFFER_DEBUG_HTTP_ENDPOINT", "--output-http", Variable("SNIFFER_DEBUG_HTTP_ENDPOINT"));
                break;
            default:
                _errors.Add($"SNIFFER_DEBUG_EXPORT {Quoted.Value(where)}: expected none, local, s3 or http; correct or unset the variable.");
                break;
        }
    }

    private void AddSwitch(string variable, string flag)
    {
        if (IsTrue(variable))
        {
            Add(variable, flag);
        }
    }

    private void Add(string variable, params string[] words) => _flags.Add(new SidecarFlag(variable, words));

    /// <summary>Each by itself, so that an error names whom it came from.</summary>
    private void CheckFlags()
    {
        foreach (SidecarFlag flag in _flags)
        {
            _errors.AddRange(FlagParser.Parse(RunFlags.All, flag.Words, new Options()).Errors
                .Select(error => $"{flag.Variable}: {error} Correct or unset the variable."));
        }
    }

    /// <summary>The script knows one word for yes. What could be another one is not taken for no.</summary>
    private bool IsTrue(string name)
    {
        string value = Variable(name);
        bool isFalse = value.Length == 0 || (GoBoolean.TryParse(value, out bool on, out _) && !on);
        string error = $"{name} {Quoted.Value(value)}: expected true or false; correct or unset the variable.";
        if (value != "true" && !isFalse && !_errors.Contains(error))
        {
            _errors.Add(error);
        }

        return value == "true";
    }

    /// <summary>The name of the first that has a value.</summary>
    private string FirstOf(string first, string second)
    {
        if (Variable(first).Length == 0)
        {
            return second;
        }

        if (Variable(second) != Variable(first))
        {
            NoteWithoutEffect(second, $"as {first} is set");
        }

        return first;
    }

    private void NoteWithoutEffect(string name, string when)
    {
        if (Variable(name).Length > 0)
        {
            _notes.Add($"{name}: no effect {when}.");
        }
    }

    private void NoteMistypedNames()
    {
        foreach (string name in _environment.Keys.Order(StringComparer.Ordinal))
        {
            if (SidecarNames.MeantBy(name) is { } meant)
            {
                _notes.Add($"{name}: no such variable, so it has no effect; did you mean {meant}?");
            }
        }
    }

    private string Variable(string name) => _environment.GetValueOrDefault(name) ?? "";

    private static string Unquoted(string value)
    {
        string text = value.Trim();
        return text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1].Trim() : text;
    }
}

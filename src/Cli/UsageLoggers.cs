using System.Globalization;

namespace Gor.Cli;

/// <summary>The variables that all Resurface loggers read: they fill in what the flags leave open.</summary>
internal sealed class UsageLoggers(IReadOnlyDictionary<string, string> environment)
{
    public const string DefaultUrl = "http://localhost:4001/message";

    private readonly List<string> _errors = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Nothing may be sent. Known once the options are complete.</summary>
    public bool AreDisabled { get; private set; }

    /// <summary>The options with variables and documented defaults where no flag has said otherwise.</summary>
    public Options Complete(Options options)
    {
        AreDisabled = Read<bool>("USAGE_LOGGERS_DISABLE", GoBoolean.TryParse, false);
        options = CompleteOutput(CompleteRules(options));
        int bodyLimit = Read("USAGE_LOGGERS_BODY_LIMIT", Count(1 << 30), options.Http.BodyLimit);
        CheckWithoutEffect("USAGE_LOGGERS_BUNDLE_QUEUE_SIZE");
        CheckWithoutEffect("USAGE_LOGGERS_MESSAGE_QUEUE_SIZE");
        return options with
        {
            Http = options.Http with { BodyLimit = bodyLimit },
            Masking = options.Masking with { BodyLimit = bodyLimit },
        };
    }

    private Options CompleteRules(Options options)
    {
        string rules = Variable("USAGE_LOGGERS_RULES");
        if (!string.IsNullOrEmpty(options.Masking.Rules) || rules.Length == 0)
        {
            return options;
        }

        // The sidecar's script expanded the two characters \n; a path is not rules text.
        string text = rules.StartsWith("file://", StringComparison.Ordinal) ? rules : rules.Replace("\\n", "\n", StringComparison.Ordinal);
        return options with { Masking = options.Masking with { Rules = text, Source = "USAGE_LOGGERS_RULES" } };
    }

    private Options CompleteOutput(Options options)
    {
        Output.OutputOptions output = options.Output with
        {
            BundleSize = Read("USAGE_LOGGERS_BUNDLE_SIZE", Count(1 << 30), options.Output.BundleSize),
        };
        if (output.Resurface.Count == 0 && !output.Null && options.TapeOutputs == 0)
        {
            bool isSet = Variable("USAGE_LOGGERS_URL").Length > 0;
            output = output with
            {
                Resurface = [Read<string>("USAGE_LOGGERS_URL", OutputAddress.TryParse, DefaultUrl)],
                Source = isSet ? "USAGE_LOGGERS_URL" : "default",
            };
        }

        return options with { Output = output };
    }

    /// <summary>The Go logger's queues; ours are bounded in bytes.</summary>
    private void CheckWithoutEffect(string name)
    {
        if (Variable(name).Length > 0)
        {
            Read(name, Count(int.MaxValue), 0);
            _notes.Add($"{name}: no effect: what waits for delivery is bounded in bytes, not in number.");
        }
    }

    private T Read<T>(string name, FlagReader<T> read, T standard)
    {
        string text = Variable(name);
        if (text.Length == 0)
        {
            return standard;
        }

        if (read(text, out T value, out string? error))
        {
            return value;
        }

        _errors.Add($"{name} {Quoted.Value(text)}: {error}; correct or unset the variable.");
        return standard;
    }

    private string Variable(string name) => environment.GetValueOrDefault(name) ?? "";

    private static FlagReader<int> Count(int max) => (string text, out int value, out string? error) =>
    {
        bool valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0 && value <= max;
        error = valid ? null : string.Create(CultureInfo.InvariantCulture, $"expected a whole number from 1 to {max}");
        return valid;
    };
}

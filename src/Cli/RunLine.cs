using System.Text;
using Gor.Capture;
using Gor.Decode;
using Gor.Filtering;
using Gor.Replay;

namespace Gor.Cli;

/// <summary>The command line without a command's name: capture and deliver.</summary>
internal static class RunLine
{
    private const string NoInput = "Nothing to capture: no --input-raw with a value is given, nor another input. "
        + "Name a port, a device or a file, like --input-raw :8080, --input-raw eth0:80 or --input-raw calls.pcap.";

    public static Command Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ParsedFlags<Options> flags = FlagParser.Parse(RunFlags.All, arguments, new Options(), environment);
        if (flags.AsksForHelp)
        {
            return new HelpCommand(HelpText.Short());
        }

        if (flags.AsksForAllHelp)
        {
            return new HelpCommand(HelpText.Full());
        }

        if (flags.AsksForVersion)
        {
            return new VersionCommand();
        }

        var variables = new UsageLoggers(environment);
        Options options = SpoolPlace.Complete(WithReplay(WithPorts(variables.Complete(flags.Target))), environment);
        List<string> errors = [.. flags.Errors, .. KafkaFlags.Errors(options.Kafka), .. variables.Errors];
        bool isInputRefused = flags.Refused.Any(name => name.StartsWith("input-", StringComparison.Ordinal));
        bool isKafkaMeant = options.Kafka.Input.Hosts.Length + options.Kafka.Input.Topic.Length > 0;
        if (options.Capture.Inputs.Count == 0 && !options.HasTapes && !isKafkaMeant && !isInputRefused)
        {
            errors.Add(NoInput);
        }

        string[] notes = [.. flags.Notes, .. IdleFlags.Notes(options), .. variables.Notes];
        return errors.Count > 0 ? new UsageError(errors)
            : variables.AreDisabled ? WithoutResurface(options, notes)
            : new RunCommand(options, notes);
    }

    /// <summary>
    /// Which ports are servers': told to the decoder only where every input names its ports, and no filter of the user's says instead
    /// what is wanted. To a mirror's socket everything comes: there both count.
    /// </summary>
    private static Options WithPorts(Options options)
    {
        int[] ports = options.Capture.Inputs.SelectMany(input => input.Ports).Distinct().ToArray();
        bool isReplaced = options.Capture.BpfFilter.Length > 0 && TunnelFormat.Of(options.Capture.Engine) is null;
        bool allNamed = options.Capture.Inputs.All(input => input.Ports.Count > 0) && !isReplaced;
        return options with
        {
            Flows = options.Flows with { Ports = ports },
            Decode = options.Decode with
            {
                Ports = allNamed ? ports : [],
                Shares = [.. options.Capture.Inputs.Select(input => new PortShare(input.Ports, input.Limit?.Percent))],
            },
            Filters = options.Filters with
            {
                InputRates = [.. options.Capture.Inputs.Select(input => new InputRate(input.Ports, input.Limit?.CallsPerSecond))],
            },
        };
    }

    /// <summary>What flags of other groups say of a replay.</summary>
    private static Options WithReplay(Options options)
    {
        HttpReplayOptions http = options.Replay.Http;
        bool setsHost = options.Filters.SetHeaders.Any(field => Ascii.EqualsIgnoreCase(field.Name, "host"u8));
        return options with
        {
            Replay = options.Replay with
            {
                Http = http with
                {
                    KeepsHost = http.KeepsHost || setsHost,
                    ResponseLimit = http.ResponseLimit > 0 ? http.ResponseLimit : options.Tape.CopyBufferSize,
                },
            },
        };
    }

    private static Command WithoutResurface(Options options, IReadOnlyList<string> notes)
    {
        if (!options.Output.Null && options.TapeOutputs == 0)
        {
            return new DisabledCommand("USAGE_LOGGERS_DISABLE is set: no call may be sent, so nothing is captured. Unset it to log calls.");
        }

        string[] dropped = options.Output.Resurface.Count == 0 ? []
            : ["USAGE_LOGGERS_DISABLE is set: --output-resurface gets nothing."];
        return new RunCommand(options with { Output = options.Output with { Resurface = [] } }, [.. notes, .. dropped]);
    }
}

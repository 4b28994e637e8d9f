using Gor.Capture;
using Gor.Masking;
using Gor.Output;
using Serilog;

namespace Gor;

/// <summary>
/// <c>--dry-run</c>: what a run would do. What is captured is really opened, so that missing rights and wrong filters show;
/// outputs are only named.
/// </summary>
internal static class DryRun
{
    /// <exception cref="StartException">The run could not start; the message says all that is known to be wrong.</exception>
    public static IReadOnlyList<string> Describe(Options options, ILogger log)
    {
        ParsedRules parsed = Pipeline.CheckRules(options);
        var rules = new RuleSet(parsed, log);
        List<string> warnings = [];
        PacketSources sources;
        try
        {
            sources = PacketSources.Open(options.Capture, log, warnings);
        }
        catch (CaptureException failure)
        {
            throw new StartException(ExitCode.Failed, failure.Message.Split(Environment.NewLine));
        }

        try
        {
            IEnumerable<string> outputs = OutputFactory.Names(options.Output, rules.SkipsSubmission);
            bool isSpooled = !rules.SkipsSubmission && options.Output.Resurface.Any(OutputFactory.IsPosted);
            return [.. RunDescription.Lines(sources.AtStart, outputs, options.Output, isSpooled, rules), .. warnings];
        }
        finally
        {
            foreach (IPacketSource source in sources.AtStart)
            {
                source.Dispose();
            }
        }
    }
}

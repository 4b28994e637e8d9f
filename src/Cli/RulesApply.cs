using System.Globalization;
using Gor.Masking;
using Serilog;

namespace Gor.Cli;

/// <summary>
/// <c>gor rules apply</c>: reads NDJSON records, applies rules, writes NDJSON. A record that is discarded, that cannot be masked,
/// or that is no record is the line <c>null</c>, so that line N answers line N; blank lines are passed over.
/// </summary>
/// <param name="file">A path, or <c>file://PATH</c>, of rules text.</param>
/// <param name="isExplained">Says on stderr, for each field, which rule changed it.</param>
internal sealed class RulesApply(string file, bool isExplained)
{
    private const string Prefix = "file://";

    /// <returns>0, 1 where a record could not be read or masked, 2 for refused rules: then nothing is written to stdout.</returns>
    public int Run(Stream stdin, Stream stdout, TextWriter stderr)
    {
        string rules = file.StartsWith(Prefix, StringComparison.Ordinal) ? file : Prefix + file;
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions { Rules = rules, Source = file });
        if (!parsed.IsValid)
        {
            foreach (RuleError error in parsed.Errors)
            {
                stderr.WriteLine(error);
            }

            return 2;
        }

        using var log = new LoggerConfiguration().WriteTo.Sink(new RulesLog(stderr)).CreateLogger();
        var set = new RuleSet(parsed, log);
        var counters = new Counters();
        using var output = new BufferedStream(stdout, 1 << 16);
        bool isClean = true;
        int number = 0;
        foreach (ReadOnlyMemory<byte> line in RulesRecord.Lines(stdin))
        {
            number++;
            if (!RulesRecord.IsBlank(line.Span))
            {
                isClean &= Apply(set, line.Span, number, counters, output, stderr);
            }
        }

        output.Flush();
        return isClean ? 0 : 1;
    }

    private bool Apply(RuleSet set, ReadOnlySpan<byte> line, int number, Counters counters, Stream output, TextWriter stderr)
    {
        var details = new Details();
        if (!RulesRecord.TryRead(line, details))
        {
            stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {number}: expected a JSON array of [name, value] pairs of strings"));
            RulesRecord.Write(null, output);
            return false;
        }

        RuleTrace? trace = isExplained ? new RuleTrace() : null;
        Detail[] beyondRules = TakeBeyondRules(details);
        RuleOutcome outcome = set.Apply(details, counters, trace);
        details.Items.AddRange(outcome == RuleOutcome.Kept ? beyondRules : []);
        foreach (string happened in trace?.Events ?? [])
        {
            stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {number}: {happened}"));
        }

        RulesRecord.Write(outcome == RuleOutcome.Kept ? details : null, output);
        return outcome != RuleOutcome.Failed;
    }

    /// <summary>Takes off what a captured record has behind its last pair that rules see: the marks of damaged bodies and the host.</summary>
    private static Detail[] TakeBeyondRules(Details details)
    {
        int first = details.Items.FindLastIndex(detail => detail.Name != "host" && !detail.Name.StartsWith("custom_field:", StringComparison.Ordinal)) + 1;
        Detail[] taken = [.. details.Items.Skip(first)];
        details.Items.RemoveRange(first, taken.Length);
        return taken;
    }
}

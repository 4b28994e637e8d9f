using Gor.Capture;
using Gor.Masking;
using Gor.Output;

namespace Gor;

/// <summary>Says in a few lines what is captured, where it goes, and under which rules.</summary>
internal static class RunDescription
{
    public static IEnumerable<string> Lines(
        IEnumerable<string> inputs, IReadOnlyList<IPacketSource> sources, IEnumerable<string> outputs, OutputOptions options, bool isSpooled, RuleSet rules)
    {
        yield return "capturing " + string.Join("; ", inputs);
        foreach (IGrouping<string, string> filter in sources.Where(source => source.Filter.Length > 0).GroupBy(source => source.Filter, source => source.Name))
        {
            yield return $"filter of {string.Join(", ", filter)}: {filter.Key}";
        }

        string names = string.Join(", ", outputs);
        yield return $"sending to {(names.Length == 0 ? "nowhere" : names)}" + options.Source switch
        {
            "default" => " (the default; newer Resurface listens on port 7701: --output-resurface http://localhost:7701/message)",
            "USAGE_LOGGERS_URL" => " (USAGE_LOGGERS_URL)",
            _ => "",
        };
        if (isSpooled)
        {
            yield return DescribeSpool(options.Spool);
        }

        string bodies = rules.CanKeepRequestBodies || rules.CanKeepResponseBodies ? ""
            : ": bodies are not sent; --output-resurface-rules \"include debug\" sends everything";
        yield return $"rules: {rules.Description}{bodies}";
    }

    private static string DescribeSpool(SpoolOptions spool) =>
        spool.Folder.Length > 0
            ? $"spool: {spool.Folder}, {spool.Size >> 20} MiB for each destination; {(spool.OldestGivesWay ? "the oldest" : "the newest")} gives way"
        : spool.IsOff ? "spool: off: calls that a destination does not take wait in memory, and are lost when gor ends"
        : "spool: off, as no folder for it is known: calls that a destination does not take wait in memory, and are lost when gor ends; "
            + "name a folder by --output-resurface-spool";
}

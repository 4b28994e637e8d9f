using Gor.Cli;
using Gor.Masking;
using Gor.Output;

namespace Gor;

/// <summary>
/// What a rule must permit: calls sent in the clear to another host. Resurface's loggers disable themselves in silence where it
/// does not; a sniffer that sends nothing must not look like one that works.
/// </summary>
internal static class PlainHttp
{
    /// <summary>A sentence for each destination that the rules do not permit.</summary>
    public static IEnumerable<string> Check(OutputOptions options, ParsedRules rules)
    {
        if (rules.Rules.Any(rule => rule.Verb is Verb.AllowHttpUrl or Verb.SkipSubmission))
        {
            return [];
        }

        return options.Resurface
            .Where(OutputAddress.NeedsAllowHttpUrl)
            .Select(destination => new ResurfaceUrl(destination))
            .Select(url => $"{options.Source} {url.Name}: plain http would send calls in the clear to another host. "
                + "Use https://, or permit it by the line allow_http_url in the rules (--output-resurface-rules or USAGE_LOGGERS_RULES).");
    }
}

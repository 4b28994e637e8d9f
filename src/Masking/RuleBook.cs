using Serilog;

namespace Gor.Masking;

/// <summary>
/// Holds the rules that are in force. A reload swaps them as a whole: whoever takes <see cref="Current"/> once an exchange never
/// sees half of either.
/// </summary>
internal sealed class RuleBook
{
    private readonly MaskingOptions _options;
    private readonly ILogger _log;
    private readonly Lock _reloading = new();
    private volatile RuleSet _current;

    /// <param name="options">Where the rules came from; read again on <see cref="Reload"/>.</param>
    /// <param name="rules">What they said at the start, without errors.</param>
    public RuleBook(MaskingOptions options, ParsedRules rules, ILogger log)
    {
        _options = options;
        _log = log;
        _current = new RuleSet(rules, log);
    }

    public RuleSet Current => _current;

    /// <summary>Reads a rules file again. A bad one changes nothing. Any thread.</summary>
    /// <param name="counters">The caller's block.</param>
    public ReloadOutcome Reload(Counters counters)
    {
        lock (_reloading)
        {
            if (!RulesSource.IsFile(_options))
            {
                _log.Information("rules were not given as a file: there is nothing to reload");
                return ReloadOutcome.NoFile;
            }

            ParsedRules parsed = RuleParser.Parse(_options);
            if (!parsed.IsValid)
            {
                counters.Add(Counter.RulesReloadsRefused);
                foreach (RuleError error in parsed.Errors)
                {
                    _log.Error("rules were not reloaded, the old ones stay in force: {Error}", error.ToString());
                }

                return ReloadOutcome.Refused;
            }

            counters.Add(Counter.RulesReloaded);
            _current = new RuleSet(parsed, _log);
            _log.Information("rules reloaded: {Rules}", parsed.Description);
            return ReloadOutcome.Reloaded;
        }
    }
}

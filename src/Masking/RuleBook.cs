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
    private readonly Func<ParsedRules, IEnumerable<string>> _check;
    private readonly Lock _reloading = new();

    /// <summary>Nothing was opened to send to.</summary>
    private readonly bool _hasSkippedSubmission;
    private volatile RuleSet _current;

    /// <param name="options">Where the rules came from; read again on <see cref="Reload"/>.</param>
    /// <param name="rules">What they said at the start, without errors.</param>
    /// <param name="check">Why rules that are read again cannot be used in this run, a sentence each; null: all can.</param>
    public RuleBook(MaskingOptions options, ParsedRules rules, ILogger log, Func<ParsedRules, IEnumerable<string>>? check = null)
    {
        _options = options;
        _log = log;
        _check = check ?? (_ => []);
        _current = new RuleSet(rules, log);
        _hasSkippedSubmission = _current.SkipsSubmission;
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
            string[] errors = parsed.IsValid ? [.. Obstacles(parsed)] : [.. parsed.Errors.Select(error => error.ToString())];
            if (errors.Length > 0)
            {
                counters.Add(Counter.RulesReloadsRefused);
                foreach (string error in errors)
                {
                    _log.Error("rules were not reloaded, the old ones stay in force: {Error:l}", error);
                }

                return ReloadOutcome.Refused;
            }

            counters.Add(Counter.RulesReloaded);
            var rules = new RuleSet(parsed, _log);
            if (rules.SkipsCompression != _current.SkipsCompression)
            {
                _log.Warning("skip_compression is read at the start only: restart gor for it");
            }

            _current = rules;
            _log.Information("rules reloaded: {Rules}", parsed.Description);
            return ReloadOutcome.Reloaded;
        }
    }

    /// <summary>Why legal rules cannot be used in this run.</summary>
    private IEnumerable<string> Obstacles(ParsedRules parsed)
    {
        bool skipsSubmission = parsed.Rules.Any(rule => rule.Verb == Verb.SkipSubmission);
        return _hasSkippedSubmission && !skipsSubmission
            ? ["skip_submission held at the start, so nothing is open to send to: restart gor"]
            : _check(parsed);
    }
}

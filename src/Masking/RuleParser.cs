using System.Globalization;

namespace Gor.Masking;

/// <summary>Reads rules text (resurface.md section 3): all its rules, or all its errors.</summary>
internal sealed class RuleParser
{
    private const string TwoRules = "expected the end of the line or a # comment; two rules on one line? (line ends lost in a shell?)";

    /// <summary>All that a client or server can fill: not the response's code, not the times.</summary>
    private readonly Lazy<Pattern> _everyField;

    private readonly List<Rule> _rules = [];
    private readonly List<RuleError> _errors = [];
    private readonly RulesSource _source;
    private readonly TimeSpan _regexTimeout;
    private bool _hasSample;

    private RuleParser(RulesSource source, TimeSpan regexTimeout)
    {
        _source = source;
        _regexTimeout = regexTimeout;
        _everyField = new Lazy<Pattern>(() => new Pattern("^request_|^response_body$|^response_header:|^session_field:", regexTimeout));
    }

    /// <summary>Never throws.</summary>
    public static ParsedRules Parse(MaskingOptions options)
    {
        RulesSource source;
        try
        {
            source = RulesSource.Open(options);
        }
        catch (IOException e)
        {
            var error = new RuleError(options.Source, 0, 0, options.Rules ?? "", $"the rules file cannot be read: {e.Message}");
            return new ParsedRules([], [error], options.Source, "");
        }

        return new RuleParser(source, options.RegexTimeout).Parse();
    }

    private ParsedRules Parse()
    {
        string text = RulesText.IsBlank(_source.Text) ? "include default" : _source.Text;
        foreach ((int number, string line) in RulesText.Lines(text))
        {
            ParseLine(line, new RuleOrigin(_source.Name, number));
        }

        string[] includes = _rules.Select(rule => rule.Origin.Preset ?? "").Distinct().ToArray();
        string description = includes is [{ Length: > 0 } preset]
            ? $"include {preset}"
            : string.Create(CultureInfo.InvariantCulture, $"{_rules.Count} rules of {_source.Name}");
        return new ParsedRules(_rules, _errors, _source.Name, description);
    }

    private void ParseLine(string line, RuleOrigin origin)
    {
        int start = RuleLine.SkipSpace(line, 0);
        if (RuleLine.IsTail(line, start))
        {
            return;
        }

        if (_source.Undecoded.TryGetValue(origin.Line, out int column))
        {
            // What they were meant to match is not known: such a rule would let it out.
            _errors.Add(new RuleError(origin.Source, origin.Line, column, RulesText.Trim(line), "expected UTF-8, which the bytes here are not"));
            return;
        }

        try
        {
            if (RulesText.IsSeparator(line[start]))
            {
                ParseScoped(line, start, origin);
            }
            else
            {
                ParseWord(line, start, origin);
            }
        }
        catch (RuleException e)
        {
            _errors.Add(new RuleError(origin.Source, origin.Line, e.Column, RulesText.Trim(line), e.Message));
        }
    }

    /// <summary>A line that begins with a word.</summary>
    private void ParseWord(string line, int start, RuleOrigin origin)
    {
        string word = RuleLine.WordAt(line, start);
        int rest = start + word.Length;
        switch (Verbs.Find(word))
        {
            case Verb.AllowHttpUrl or Verb.SkipCompression or Verb.SkipSubmission:
                Check(RuleLine.IsTail(line, rest), start, TwoRules);
                _rules.Add(new Rule(Verbs.Find(word)!.Value, origin));
                break;
            case Verb.Sample:
                ParseSample(line, start, rest, origin);
                break;
            case Verb.CopySessionField:
                ParseCopy(line, start, rest, origin);
                break;
            case null when word == "include":
                ParseInclude(line, start, rest, origin);
                break;
            default:
                throw new RuleException(start + 1, RuleDiagnosis.OfWord(word, line[start]));
        }
    }

    private void ParseSample(string line, int start, int rest, RuleOrigin origin)
    {
        int at = RuleLine.SkipSpace(line, rest);
        string digits = RuleLine.WordAt(line, at);
        Check(at > rest && digits.Length > 0 && digits.All(char.IsAsciiDigit), start, "expected a percentage from 1 to 99, as in sample 10");
        Check(RuleLine.IsTail(line, at + digits.Length), start, TwoRules);
        string number = digits.TrimStart('0');
        Check(number.Length is 1 or 2, start, "expected a percentage from 1 to 99");
        Check(!_hasSample, start, "expected at most one sample rule");
        _hasSample = true;
        _rules.Add(new Rule(Verb.Sample, origin) { Percent = int.Parse(number, CultureInfo.InvariantCulture) });
    }

    private void ParseCopy(string line, int start, int rest, RuleOrigin origin)
    {
        RuleLine.Expression? expression = RuleLine.ReadLast(line, rest);
        Check(expression is not null, start, RuleDiagnosis.OfArgument(line, rest));
        if (Compile(expression!.Value, line, origin, isAnchored: true) is { } pattern)
        {
            _rules.Add(new Rule(Verb.CopySessionField, origin) { Argument = pattern });
        }
    }

    private void ParseInclude(string line, int start, int rest, RuleOrigin origin)
    {
        string rule = RulesText.Trim(line);
        string name = rest + 1 < line.Length ? RuleLine.WordAt(line, rest + 1) : "";
        Check(rule == $"include {name}", start, "expected include and one name, alone on their line, one space between, no comment");
        if (Presets.TextOf(name) is not { } text)
        {
            throw new RuleException(start + 1, RuleDiagnosis.OfPreset(name));
        }

        foreach ((_, string preset) in RulesText.Lines(text))
        {
            ParseLine(preset, origin with { Preset = name });
        }

        foreach (Detector detector in Presets.DetectorsOf(name, _regexTimeout))
        {
            _rules.Add(new Rule(Verb.Mask, origin with { Preset = name }) { Scope = _everyField.Value, Detector = detector });
        }
    }

    /// <summary>A line that begins with an expression.</summary>
    private void ParseScoped(string line, int start, RuleOrigin origin)
    {
        if (RuleLine.Read(line, start) is not { } form)
        {
            throw RuleDiagnosis.OfScoped(line, start, TwoRules);
        }

        Pattern? scope = Compile(form.Scope, line, origin, isAnchored: true);
        Pattern? argument = form.Argument is { } expression
            ? Compile(expression, line, origin, Verbs.IsAnchored(form.Verb), form.Replacement?.Text)
            : null;
        if (scope is not null && (argument is not null || form.Argument is null))
        {
            _rules.Add(new Rule(form.Verb, origin) { Scope = scope, Argument = argument, Replacement = form.Replacement?.Text });
        }
    }

    /// <summary>Null, and an error noted, where the expression is no regular expression.</summary>
    private Pattern? Compile(RuleLine.Expression expression, string line, RuleOrigin origin, bool isAnchored, string? replacement = null)
    {
        string text = expression.Text;
        int shift = 0;
        if (isAnchored)
        {
            shift = text.StartsWith('^') ? 0 : 1;
            text = (shift == 1 ? "^" : "") + text;
            text += text.EndsWith('$') ? "" : "$";
        }

        try
        {
            return new Pattern(text, _regexTimeout, replacement);
        }
        catch (PatternException e)
        {
            int position = Math.Clamp(e.Position - shift, 0, expression.Text.Length);
            string reason = string.Create(
                CultureInfo.InvariantCulture, $"expected a JavaScript regular expression: {e.Message} (at character {position + 1} of /{RuleError.Quote(text)}/)");
            _errors.Add(new RuleError(origin.Source, origin.Line, expression.Column, RulesText.Trim(line), reason));
            return null;
        }
    }

    private static void Check(bool holds, int start, string expected)
    {
        if (!holds)
        {
            throw new RuleException(start + 1, expected);
        }
    }
}

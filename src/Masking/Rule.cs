using System.Globalization;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>One rule of the effective set.</summary>
internal sealed class Rule(Verb verb, RuleOrigin origin)
{
    private int _timeouts;

    public Verb Verb { get; } = verb;

    public RuleOrigin Origin { get; } = origin;

    /// <summary>Which names it concerns; null for a verb without a scope.</summary>
    public Pattern? Scope { get; init; }

    /// <summary>What it looks for in values, or in the names of cookies.</summary>
    public Pattern? Argument { get; init; }

    /// <summary>What <c>mask</c> looks for.</summary>
    public Detector? Detector { get; init; }

    /// <summary>What takes the place of a match.</summary>
    public string? Replacement { get; init; }

    /// <summary>The percentage of <c>sample</c>.</summary>
    public int Percent { get; init; }

    /// <summary>True where neither its scope nor its argument needs a time limit.</summary>
    public bool IsLinear => Scope is not { IsLinear: false } && Argument is not { IsLinear: false };

    /// <summary>True where the argument can search UTF-8 as it is.</summary>
    public bool TakesUtf8 => Argument is { TakesUtf8: true };

    /// <summary>True where the argument matches the value.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public bool IsFoundIn(Detail detail) => IsFoundIn(detail, Argument!.Cursor);

    /// <param name="hits">Where the runs of the argument are, where the value is UTF-8.</param>
    /// <inheritdoc cref="IsFoundIn(Detail)"/>
    public bool IsFoundIn(Detail detail, HitCursor hits)
    {
        if (!detail.IsText && TakesUtf8)
        {
            try
            {
                return Argument!.IsFoundIn(detail.Utf8, ref hits);
            }
            catch (RegexMatchTimeoutException)
            {
                // As text it gets more time.
            }
        }

        return (detail.IsText || Argument!.MayBeIn(detail)) && Argument!.IsFoundIn(detail.Text);
    }

    /// <summary>The value with every match of the argument, or every secret, replaced; null where there is none.</summary>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public string? Replace(Detail detail)
    {
        // A text is looked at anyway before it is searched.
        if (!detail.IsText && !(Detector?.MayBeIn(detail) ?? Argument!.MayBeIn(detail)))
        {
            return null;
        }

        return Detector is { } detector ? detector.Mask(detail.Text) : Argument!.ReplaceIn(detail.Text);
    }

    /// <summary>True for the caller that notes the first timeout, who logs it.</summary>
    public bool NoteTimeout() => Interlocked.Increment(ref _timeouts) == 1;

    /// <summary>The rule as it could be written.</summary>
    public override string ToString()
    {
        string verb = Verbs.WordOf(Verb);
        return this switch
        {
            { Verb: Verb.Sample } => string.Create(CultureInfo.InvariantCulture, $"{verb} {Percent}"),
            { Replacement: { } replacement } =>
                $"{RuleLine.Quote(Scope!.Text)} {verb} {RuleLine.Quote(Argument!.Text)}, {RuleLine.Quote(replacement)}",
            { Detector: { } detector } => $"{RuleLine.Quote(Scope!.Text)} {verb} {detector.Kind}",
            { Scope: null, Argument: null } => verb,
            { Scope: null } => $"{verb} {RuleLine.Quote(Argument.Text)}",
            { Argument: null } => $"{RuleLine.Quote(Scope.Text)} {verb}",
            _ => $"{RuleLine.Quote(Scope.Text)} {verb} {RuleLine.Quote(Argument.Text)}",
        };
    }
}

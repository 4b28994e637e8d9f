using System.CommandLine;

namespace Gor.Cli;

/// <summary>Reads flags with System.CommandLine, behind <see cref="GoSyntax"/>, and applies their settings.</summary>
internal static class FlagParser
{
    // Values are taken as they are: "@x" is no response file here, "-abc" no bundle.
    private static readonly ParserConfiguration Verbatim = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static ParsedFlags<TTarget> Parse<TTarget>(
        IReadOnlyList<Setting<TTarget>> settings, IEnumerable<string> arguments, TTarget target)
    {
        GoSyntax syntax = GoSyntax.Read(settings, arguments);
        List<string> errors = [.. syntax.Errors];
        List<string> notes = [.. syntax.Notes];
        var refused = new HashSet<string>();
        // Who asks for help waits for it: no value matters, and the parser need not even be loaded.
        IReadOnlyList<string> tokens = syntax.AsksForHelp || syntax.AsksForVersion ? [] : syntax.Tokens;
        foreach ((Setting<TTarget> setting, string text) in ValuesOf(settings, tokens))
        {
            if (!setting.Apply(text, ref target, out string? error))
            {
                string swallowed = text.StartsWith("--", StringComparison.Ordinal) ? " (the word behind this flag is always its value)" : "";
                string value = setting.IsSecret ? "" : $" {Quoted.Value(text)}";
                errors.Add($"--{setting.Name}{value}: {error}{swallowed}.");
                refused.Add(setting.Name);
            }
            else if (setting.Note(text) is { } note)
            {
                notes.Add($"--{setting.Name}: {note}.");
            }
        }

        return new ParsedFlags<TTarget>(target, errors, notes)
        {
            Refused = refused,
            AsksForHelp = syntax.AsksForHelp,
            AsksForVersion = syntax.AsksForVersion,
        };
    }

    /// <summary>Setting by setting in the table's order, the values of each as typed.</summary>
    private static IEnumerable<(Setting<TTarget> Setting, string Text)> ValuesOf<TTarget>(
        IReadOnlyList<Setting<TTarget>> settings, IReadOnlyList<string> tokens)
    {
        if (tokens.Count == 0)
        {
            return [];
        }

        var command = new System.CommandLine.Command("gor");
        Option<string[]>[] options = settings.Select(OptionOf).ToArray();
        foreach (Option<string[]> option in options)
        {
            command.Add(option);
        }

        ParseResult result = command.Parse(tokens, Verbatim);
        return settings.Zip(options).SelectMany(pair => result.GetValue(pair.Second) ?? [], (pair, text) => (pair.First, text));
    }

    private static Option<string[]> OptionOf(Flag flag) => new($"--{flag.Name}", flag.Alias.Length == 0 ? [] : [$"--{flag.Alias}"])
    {
        Arity = ArgumentArity.OneOrMore,
        CustomParser = argument => argument.Tokens.Select(token => token.Value).ToArray(),
    };
}

using System.CommandLine;

namespace Gor.Cli;

/// <summary>
/// Reads flags with System.CommandLine, behind <see cref="GoSyntax"/>, and applies their settings: those of the command line above those of the
/// environment, and these above those of a file.
/// </summary>
internal static class FlagParser
{
    /// <summary>The flag that names a file.</summary>
    public const string Config = "config";

    private static readonly Dictionary<string, string> NoVariables = [];

    // Values are taken as they are: "@x" is no response file here, "-abc" no bundle.
    private static readonly ParserConfiguration Verbatim = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <param name="settings">The table.</param>
    /// <param name="arguments">The words of the command line.</param>
    /// <param name="target">What holds without flags.</param>
    /// <param name="environment">The variables of the process; null for none.</param>
    /// <param name="section">See <see cref="EnvironmentFlags"/> and <see cref="ConfigurationFile"/>.</param>
    public static ParsedFlags<TTarget> Parse<TTarget>(
        IReadOnlyList<Setting<TTarget>> settings, IEnumerable<string> arguments, TTarget target, IReadOnlyDictionary<string, string>? environment = null, string section = "")
    {
        GoSyntax syntax = GoSyntax.Read(settings, arguments);
        // Who asks for help waits for it: no value matters, and the parser need not even be loaded.
        bool asks = syntax.AsksForHelp || syntax.AsksForAllHelp || syntax.AsksForVersion;
        IReadOnlyList<FlagLayer> layers = asks ? [] : ReadLayers(settings, syntax.Tokens, environment ?? NoVariables, section);
        List<string> errors = [.. syntax.Errors, .. layers.SelectMany(layer => layer.Errors)];
        List<string> notes = [.. syntax.Notes, .. layers.SelectMany(layer => layer.Notes)];
        var refused = new HashSet<string>();
        var given = new Dictionary<string, IReadOnlyList<GivenValue>>();
        foreach (Setting<TTarget> setting in settings)
        {
            FlagLayer? first = layers.FirstOrDefault(layer => layer.Says(setting)) ?? layers.FirstOrDefault(layer => layer.ValuesOf(setting).Count > 0);
            foreach (FlagLayer layer in layers)
            {
                // What a higher source overrides is read too: an error in it would come out some other day.
                TTarget overridden = target;
                bool counts = layer == first;
                Apply(setting, layer.ValuesOf(setting), ref counts ? ref target : ref overridden, errors, counts ? notes : [], refused);
            }

            if (first is not null)
            {
                given.Add(setting.Name, first.ValuesOf(setting));
            }
        }

        return new ParsedFlags<TTarget>(target, errors, notes)
        {
            Refused = refused,
            Given = given,
            AsksForHelp = syntax.AsksForHelp,
            AsksForAllHelp = syntax.AsksForAllHelp,
            AsksForVersion = syntax.AsksForVersion,
        };
    }

    private static void Apply<TTarget>(
        Setting<TTarget> setting, IReadOnlyList<GivenValue> values, ref TTarget target, List<string> errors, List<string> notes, HashSet<string> refused)
    {
        foreach (GivenValue value in values)
        {
            if (!setting.Apply(value.Text, ref target, out string? error))
            {
                string swallowed = value.Text.StartsWith("--", StringComparison.Ordinal) ? " (the word behind this flag is always its value)" : "";
                string shown = setting.IsSecret ? "" : $" {Quoted.Value(value.Text)}";
                errors.Add($"{value.Subject}{shown}: {error}{swallowed}.");
                refused.Add(setting.Name);
            }
            else if (value.Text != setting.Default && setting.Note(value.Text) is { } note)
            {
                notes.Add($"{value.Subject}: {note}.");
            }
        }
    }

    /// <summary>From the highest to the lowest.</summary>
    private static IReadOnlyList<FlagLayer> ReadLayers<TTarget>(
        IReadOnlyList<Setting<TTarget>> settings, IReadOnlyList<string> tokens, IReadOnlyDictionary<string, string> environment, string section)
    {
        FlagLayer commandLine = ReadCommandLine(settings, tokens);
        FlagLayer variables = EnvironmentFlags.Read(settings, environment, section);
        string path = settings.FirstOrDefault(setting => setting.Name == Config) is { } config
            ? commandLine.ValuesOf(config).LastOrDefault(value => value.Text.Length > 0)?.Text ?? environment.GetValueOrDefault(EnvironmentFlags.NameOf(Config)) ?? ""
            : "";
        return path.Length == 0 ? [commandLine, variables] : [commandLine, variables, ConfigurationFile.Read(path, settings, section)];
    }

    private static FlagLayer ReadCommandLine<TTarget>(IReadOnlyList<Setting<TTarget>> settings, IReadOnlyList<string> tokens)
    {
        var layer = new FlagLayer();
        if (tokens.Count == 0)
        {
            return layer;
        }

        var command = new System.CommandLine.Command("gor");
        Option<string[]>[] options = settings.Select(OptionOf).ToArray();
        foreach (Option<string[]> option in options)
        {
            command.Add(option);
        }

        ParseResult result = command.Parse(tokens, Verbatim);
        foreach ((Setting<TTarget> setting, Option<string[]> option) in settings.Zip(options))
        {
            foreach (string text in result.GetValue(option) ?? [])
            {
                layer.Add(setting, new GivenValue(text, "command line", $"--{setting.Name}"));
            }
        }

        return layer;
    }

    private static Option<string[]> OptionOf(Flag flag) => new($"--{flag.Name}", flag.Alias.Length == 0 ? [] : [$"--{flag.Alias}"])
    {
        Arity = ArgumentArity.OneOrMore,
        CustomParser = argument => argument.Tokens.Select(token => token.Value).ToArray(),
    };
}

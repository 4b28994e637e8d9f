namespace Gor.Cli;

/// <summary><c>gor config [flags]</c>: what a run with these flags would use, and where each setting comes from, as a file for <c>--config</c>.</summary>
internal static class ConfigLine
{
    public static Command Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ParsedFlags<Options> flags = FlagParser.Parse(RunFlags.All, arguments, new Options(), environment);
        if (flags.AsksForHelp || flags.AsksForAllHelp)
        {
            return new HelpCommand(HelpText.Config());
        }

        var variables = new UsageLoggers(environment);
        Options options = SpoolPlace.Complete(variables.Complete(flags.Target), environment);
        IReadOnlyList<string> errors = [.. flags.Errors, .. variables.Errors];
        return errors.Count > 0 ? new UsageError(errors) : new PrintCommand(Text(flags, options, environment));
    }

    /// <summary><c>gor rules check [flags]</c>: the rules that a run with these flags would have.</summary>
    public static Command RulesOf(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ParsedFlags<Options> flags = FlagParser.Parse(RunFlags.All, arguments, new Options(), environment);
        Options options = new UsageLoggers(environment).Complete(flags.Target);
        return flags.Errors.Count > 0 ? new UsageError(flags.Errors)
            : new RulesCommandLine(["check"]) { Rules = options.Masking.Rules, Source = options.Masking.Source };
    }

    private static string Text(ParsedFlags<Options> flags, Options options, IReadOnlyDictionary<string, string> environment)
    {
        var text = new StringWriter { NewLine = "\n" };
        foreach (IGrouping<FlagGroup, Flag> group in RunFlags.All.Where(flag => flag.MayStandOutside).GroupBy(flag => flag.Group))
        {
            string[] lines = [.. group.Select(flag => LineOf(flag, flags, options)).OfType<string>()];
            if (lines.Length > 0)
            {
                text.WriteLine($"# {FlagGroups.HeadingOf(group.Key)}");
                Array.ForEach(lines, text.WriteLine);
                text.WriteLine();
            }
        }

        foreach ((string name, _) in HelpText.Variables.Where(variable => environment.GetValueOrDefault(variable.Name) is { Length: > 0 }))
        {
            text.WriteLine($"# The variable {name} is set.");
        }

        foreach (string note in flags.Notes)
        {
            text.WriteLine($"# {note.ReplaceLineEndings(" ")}");
        }

        return text.ToString();
    }

    /// <summary>Null for a flag that nothing sets.</summary>
    private static string? LineOf(Flag flag, ParsedFlags<Options> flags, Options options)
    {
        if (flags.Given.TryGetValue(flag.Name, out IReadOnlyList<GivenValue>? given) && given.Any(value => value.Text.Length > 0))
        {
            string[] values = [.. given.Where(value => value.Text.Length > 0).Select(value => value.Text)];
            return Line(flag, flag.IsList ? values : [values[^1]], string.Join(", ", given.Select(value => value.Source).Distinct()));
        }

        return flag.Name switch
        {
            "output-resurface" when options.Output.Resurface.Count > 0 => Line(flag, options.Output.Resurface, options.Output.Source),
            "output-resurface-rules" => string.IsNullOrEmpty(options.Masking.Rules)
                ? Line(flag, ["include default"], "default")
                : Line(flag, [options.Masking.Rules], options.Masking.Source),
            "output-resurface-spool" when options.Output.Spool.Folder.Length > 0 => Line(flag, [options.Output.Spool.Folder], "the system's variables"),
            _ => flag.Default.Length > 0 ? Line(flag, [flag.Default], "default") : null,
        };
    }

    private static string Line(Flag flag, IReadOnlyList<string> values, string source)
    {
        string[] shown = [.. values.Select(value => MaskedValue.Of(flag, value))];
        string masked = shown.SequenceEqual(values) ? "" : ", masked";
        string value = flag.IsList ? $"[{string.Join(", ", shown.Select(TomlText))}]"
            : flag.IsSwitch && GoBoolean.TryParse(shown[0], out bool on, out _) ? (on ? "true" : "false")
            : TomlText(shown[0]);
        return $"{flag.Name} = {value}  # {source}{masked}";
    }

    /// <summary>A basic string of TOML.</summary>
    private static string TomlText(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}

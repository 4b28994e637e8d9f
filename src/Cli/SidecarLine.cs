namespace Gor.Cli;

/// <summary>The command line of <c>gor sidecar</c>: a run whose flags are made of variables.</summary>
internal static class SidecarLine
{
    /// <param name="arguments">More flags; a value that can be there once wins over that of a variable.</param>
    /// <param name="environment">The variables of the process.</param>
    public static Command Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        if (arguments is ["-h" or "--help" or "-help"])
        {
            return new HelpCommand(HelpText.Sidecar());
        }

        var variables = new SidecarVariables(environment);
        if (variables.Errors.Count > 0)
        {
            return new UsageError(variables.Errors);
        }

        IEnumerable<string> words = variables.Flags.SelectMany(flag => flag.Words);
        return RunLine.Parse([.. words, .. arguments], variables.Environment) switch
        {
            RunCommand run => run with
            {
                Options = WithSources(run.Options, variables),
                Notes = [.. variables.Notes, .. run.Notes],
                Line = string.Join(' ', words.Select(ShellWord.Of).Prepend("gor")),
            },
            Command other => other,
        };
    }

    /// <summary>Who reads an error shall look at the variable.</summary>
    private static Options WithSources(Options options, SidecarVariables variables) => options with
    {
        Masking = variables.Rules.Length > 0 && options.Masking.Rules == variables.Rules
            ? options.Masking with { Source = "USAGE_LOGGERS_RULES" }
            : options.Masking,
        Output = variables.Url.Length > 0 && options.Output.Resurface is [string only] && only == variables.Url
            ? options.Output with { Source = "USAGE_LOGGERS_URL" }
            : options.Output,
    };
}

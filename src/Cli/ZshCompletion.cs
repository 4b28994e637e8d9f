using System.Text;

namespace Gor.Cli;

/// <summary>Completions for zsh 5, by its <c>_arguments</c> (zshcompsys(1)).</summary>
internal static class ZshCompletion
{
    private const string Head = """
        #compdef gor
        # Completions of gor for zsh. To try, behind compinit: source <(gor completion zsh)
        # To keep: gor completion zsh > /usr/local/share/zsh/site-functions/_gor
        _gor() {
            local -a commands

        """;

    private const string Tail = """
            esac
        }
        # As a file of $fpath it is the function's body; sourced, it defines it.
        if [[ $funcstack[1] == _gor ]]; then
            _gor "$@"
        else
            compdef _gor gor
        fi

        """;

    public static string Script(IReadOnlyList<Flag> flags, IReadOnlyList<SubCommand> commands)
    {
        var script = new StringBuilder(Head);
        script.Append("    commands=(\n");
        foreach (SubCommand command in commands)
        {
            script.Append($"        {Quote($"{command.Name}:{command.Summary}")}\n");
        }

        script.Append("    )\n    if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n        _describe command commands\n        return\n    fi\n    case $words[2] in\n");
        foreach (SubCommand command in commands.Where(command => !command.TakesFlagsOfRun))
        {
            IEnumerable<string> specs =
            [
                .. command.Flags.SelectMany(SpecsOf),
                .. command.Switches.Select(name => Quote($"--{name}")),
                .. command.Words.Count == 0 ? (string[])[] : [Quote($"1:word:({string.Join(' ', command.Words)})")],
            ];
            AddCase(script, command.Name, "shift words\n            ((CURRENT--))\n            ", specs);
        }

        AddCase(script, "*", "", flags.SelectMany(SpecsOf));
        return script.Append(Tail).ToString();
    }

    private static void AddCase(StringBuilder script, string pattern, string first, IEnumerable<string> specs)
    {
        string[] all = [.. specs];
        string arguments = string.Concat(all.Select(spec => $" \\\n                {spec}"));
        script.Append($"        {pattern})\n            {first}{(all.Length == 0 ? ":" : "_arguments")}{arguments}\n            ;;\n");
    }

    /// <summary><c>--name=[what it does]:VALUE:action</c>.</summary>
    private static IEnumerable<string> SpecsOf(Flag flag) => flag.Names.Select(name =>
    {
        string dashes = name.Length == 1 ? "-" : "--";
        string repeated = flag.IsList ? "*" : "";
        string help = $"[{Escape(flag.Summary)}]";
        return Quote(flag.IsSwitch ? $"{dashes}{name}{help}"
            : $"{repeated}{dashes}{name}={help}:{Escape(flag.Placeholder)}:{ActionOf(flag)}");
    });

    private static string ActionOf(Flag flag) => flag switch
    {
        { Words.Count: > 0 } => $"({string.Join(' ', flag.Words)})",
        { TakesFile: true } => "_files",
        { TakesFolder: true } => "_files -/",
        _ => "",
    };

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c is '\\' or '[' or ']' or ':' ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

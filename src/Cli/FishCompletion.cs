using System.Text;

namespace Gor.Cli;

/// <summary>Completions for fish 3 (complete(1)).</summary>
internal static class FishCompletion
{
    private const string Head = """
        # Completions of gor for fish. To try: gor completion fish | source
        # To keep: gor completion fish > ~/.config/fish/completions/gor.fish
        complete -c gor -f

        """;

    public static string Script(IReadOnlyList<Flag> flags, IReadOnlyList<SubCommand> commands)
    {
        var script = new StringBuilder(Head);
        foreach (SubCommand command in commands)
        {
            script.Append($"complete -c gor -n __fish_use_subcommand -a {command.Name} -d {Quote(command.Summary)}\n");
        }

        foreach (SubCommand command in commands)
        {
            string condition = Quote($"__fish_seen_subcommand_from {command.Name}");
            foreach (Flag flag in command.Flags)
            {
                Add(script, condition, flag);
            }

            foreach (string name in command.Switches)
            {
                script.Append($"complete -c gor -n {condition} -l {name}\n");
            }

            if (command.Words.Count > 0)
            {
                script.Append($"complete -c gor -n {condition} -a {Quote(string.Join(' ', command.Words))}\n");
            }
        }

        string isRun = Quote($"not __fish_seen_subcommand_from {string.Join(' ', commands.Where(command => !command.TakesFlagsOfRun).Select(command => command.Name))}");
        foreach (Flag flag in flags)
        {
            Add(script, isRun, flag);
        }

        return script.ToString();
    }

    private static void Add(StringBuilder script, string condition, Flag flag)
    {
        foreach (string name in flag.Names)
        {
            string kind = name.Length == 1 ? "-s" : "-l";
            script.Append($"complete -c gor -n {condition} {kind} {name}{ValueOf(flag)} -d {Quote(flag.Summary)}\n");
        }
    }

    private static string ValueOf(Flag flag) => flag switch
    {
        { IsSwitch: true } => "",
        { Words.Count: > 0 } => $" -x -a {Quote(string.Join(' ', flag.Words))}",
        { TakesFile: true } => " -r -F",
        { TakesFolder: true } => " -x -a '(__fish_complete_directories)'",
        _ => " -x",
    };

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

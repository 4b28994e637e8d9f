using System.Text;

namespace Gor.Cli;

/// <summary>Completions for bash 3.2 and later; the package bash-completion is not needed.</summary>
internal static class BashCompletion
{
    private const string Head = """
        # Completions of gor for bash. To try: source <(gor completion bash)
        # To keep: gor completion bash > /usr/share/bash-completion/completions/gor
        _gor_paths() {
            local IFS=$'\n'
            compopt -o filenames 2> /dev/null
            COMPREPLY=($(compgen "$1" -- "$2"))
        }
        _gor() {
            local word=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]} command='' equals='' dashes=-- names='' words=''
            local IFS=$' \t\n'
            COMPREPLY=()
            # Bash takes the equals sign for a word of its own.
            if [[ $word == = ]]; then
                equals=1 word=''
            elif [[ $flag == = ]]; then
                equals=1 flag=${COMP_WORDS[COMP_CWORD-2]}
            fi
            if [[ $flag == -?* ]]; then
                flag=${flag#-}
                case ${flag#-} in

        """;

    private const string Middle = """
                    *)
                        if [[ $equals ]]; then
                            COMPREPLY=($(compgen -W 'true false' -- "$word"))
                            return
                        fi
                        ;;
                esac
            fi
            ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]}
            case $command in

        """;

    private const string Tail = """
            esac
            if [[ $word != -* && $words ]]; then
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            else
                [[ $word == -[!-]* ]] && dashes=-
                word=${word#-}
                COMPREPLY=($(compgen -P "$dashes" -W "$names" -- "${word#-}"))
            fi
        }
        complete -F _gor gor

        """;

    public static string Script(IReadOnlyList<Flag> flags, IReadOnlyList<SubCommand> commands)
    {
        var script = new StringBuilder(Head);
        Flag[] valued = [.. flags.Concat(commands.SelectMany(command => command.Flags)).Where(flag => !flag.IsSwitch).DistinctBy(flag => flag.Name)];
        foreach (Flag flag in valued.Where(flag => flag.Words.Count > 0))
        {
            AddValues(script, [flag], $"COMPREPLY=($(compgen -W '{string.Join(' ', flag.Words)}' -- \"$word\"))");
        }

        AddValues(script, valued.Where(flag => flag.TakesFile), "_gor_paths -f \"$word\"");
        AddValues(script, valued.Where(flag => flag.TakesFolder), "_gor_paths -d \"$word\"");
        AddValues(script, valued.Where(flag => flag is { Words.Count: 0, TakesFile: false, TakesFolder: false }), "");
        script.Append(Middle);
        foreach (SubCommand command in commands.Where(command => !command.TakesFlagsOfRun))
        {
            script.Append($"        {command.Name}) names='{string.Join(' ', command.FlagNames)}' words='{string.Join(' ', command.Words)}' ;;\n");
        }

        script.Append($"        ?*) names='{Names(flags)}' ;;\n        '') names='{Names(flags)}' words='{string.Join(' ', commands.Select(command => command.Name))}' ;;\n");
        return script.Append(Tail).ToString();
    }

    private static string Names(IEnumerable<Flag> flags) => string.Join(' ', flags.SelectMany(flag => flag.Names).Where(name => name.Length > 1));

    private static void AddValues(StringBuilder script, IEnumerable<Flag> flags, string proposal)
    {
        string names = string.Join('|', flags.SelectMany(flag => flag.Names));
        if (names.Length > 0)
        {
            script.Append($"            {names})\n{(proposal.Length > 0 ? $"                {proposal}\n" : "")}                return\n                ;;\n");
        }
    }
}

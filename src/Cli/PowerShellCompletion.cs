using System.Text;

namespace Gor.Cli;

/// <summary>Completions for PowerShell 5.1 and later; paths are completed by PowerShell itself.</summary>
internal static class PowerShellCompletion
{
    private const string Head = """
        # Completions of gor for PowerShell. To try: gor completion powershell | Out-String | Invoke-Expression
        # To keep: gor completion powershell >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName gor -ScriptBlock {
            param($word, $line, $cursor)

        """;

    private const string Tail = """
            $before = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.Extent.Text })
            $propose = {
                param($text, $help)
                if ($text -like "$word*") { [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $help) }
            }
            $last = if ($before.Count -gt 1) { $before[-1] -replace '^--?', '' } else { '' }
            if ($word -match '^(--?)([^=]+)=') {
                foreach ($value in @($values[$Matches[2]])) { if ($value) { & $propose "$($Matches[0])$value" $value } }
                return
            }
            if ($before.Count -gt 1 -and $before[-1] -like '-*' -and $values.ContainsKey($last)) {
                foreach ($value in $values[$last]) { & $propose $value $value }
                return
            }
            $command = if ($before.Count -gt 1 -and $flags.ContainsKey($before[1])) { $before[1] } else { '' }
            if ($before.Count -eq 1 -or $command) {
                foreach ($name in $words[$command].Keys) { & $propose $name $words[$command][$name] }
            }
            $dashes = if ($word -match '^-[^-]') { '-' } else { '--' }
            foreach ($name in $flags[$command].Keys) { & $propose "$dashes$name" $flags[$command][$name] }
        }

        """;

    public static string Script(IReadOnlyList<Flag> flags, IReadOnlyList<SubCommand> commands)
    {
        var script = new StringBuilder(Head);
        script.Append("    $words = @{\n");
        AddTable(script, "", commands.Select(command => (command.Name, command.Summary)));
        foreach (SubCommand command in commands.Where(command => !command.TakesFlagsOfRun))
        {
            AddTable(script, command.Name, command.Words.Select(word => (word, word)));
        }

        script.Append("    }\n    $flags = @{\n");
        AddTable(script, "", flags.SelectMany(Described));
        foreach (SubCommand command in commands.Where(command => !command.TakesFlagsOfRun))
        {
            AddTable(script, command.Name, command.Flags.SelectMany(Described).Concat(command.Switches.Select(name => (name, name))));
        }

        script.Append("    }\n    $values = @{\n");
        foreach (Flag flag in flags.Concat(commands.SelectMany(command => command.Flags)).Where(flag => !flag.IsSwitch).DistinctBy(flag => flag.Name))
        {
            foreach (string name in flag.Names)
            {
                script.Append($"        {Quote(name)} = @({string.Join(", ", flag.Words.Select(Quote))})\n");
            }
        }

        return script.Append("    }\n").Append(Tail).ToString();
    }

    private static IEnumerable<(string Name, string Help)> Described(Flag flag) =>
        flag.Names.Where(name => name.Length > 1).Select(name => (name, flag.Summary));

    private static void AddTable(StringBuilder script, string key, IEnumerable<(string Name, string Help)> entries)
    {
        script.Append($"        {Quote(key)} = [ordered]@{{\n");
        foreach ((string name, string help) in entries)
        {
            script.Append($"            {Quote(name)} = {Quote(help)}\n");
        }

        script.Append("        }\n");
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

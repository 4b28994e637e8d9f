using System.Diagnostics;
using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

/// <summary>The scripts, in the shells that they are for. A shell that this machine lacks skips its tests.</summary>
public sealed class CompletionScriptTests
{
    /// <summary>What is typed, and what the one proposal makes of it.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "gor --output-nul", "--output-null" },
        { "gor --input-raw :80 --exit-aft", "--exit-after" },
        { "gor coll", "collect" },
        { "gor collect --lis", "--listen" },
        { "gor devices --js", "--json" },
        { "gor rules che", "check" },
        { "gor completion powersh", "powershell" },
        { "gor --input-raw-engine gene", "geneve" },
        { "gor --output-null --input-raw-engine gene", "geneve" },
        { "gor --http-ppr", "--http-pprof" },
    };

    public static TheoryData<string> Shells => new(CompletionScript.Shells);

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_flag_and_command_is_in_every_script(string shell)
    {
        string script = CompletionScript.Of(shell)!;
        Assert.All(RunFlags.All.Concat<Flag>(CollectLine.Flags).SelectMany(flag => flag.Names), name => Assert.Contains(name, script));
        Assert.All(SubCommand.All, command => Assert.Contains(command.Name, script));
    }

    [Fact]
    public void Another_shell_has_none()
    {
        Assert.Null(CompletionScript.Of("tcsh"));
        var error = Assert.IsType<UsageError>(CommandLine.Parse(["completion", "tcsh"], new Dictionary<string, string>()));
        Assert.Equal("completion takes one word, the shell: gor completion bash|zsh|fish|powershell.", Assert.Single(error.Errors));
        Assert.IsType<PrintCommand>(CommandLine.Parse(["completion", "bash"], new Dictionary<string, string>()));
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "-n")]
    public void Is_read_without_a_word(string shell, string option)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("", Read(shell, option, Keep(folder, shell)).Trim());
    }

    /// <summary>Programmable completion as bash calls it, with the words that it makes of the line.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_proposes(string line, string expected) => Assert.Equal(expected, ProposedByBash(line.Split(' ')));

    [Theory]
    [InlineData("gor --input-raw-engine = vx", "vxlan")]
    [InlineData("gor --output-null = f", "false")]
    [InlineData("gor -output-nul", "-output-null")]
    [InlineData("gor collect --input-raw", "")]
    [InlineData("gor --input-raw ", "")]
    [InlineData("gor --output-resurface-ca Gor.Tests.runtime", "Gor.Tests.runtimeconfig.json")]
    public void Bash_knows_the_equals_sign_one_dash_values_and_files(string line, string expected) =>
        Assert.Equal(expected, ProposedByBash(line.Split(' ')));

    [Fact]
    public async Task Bash_completes_at_a_terminal()
    {
        await using var terminal = new ShellTerminal("bash --norc --noprofile -i");
        await CompletesAsync(terminal, "bash", "echo re''ady");
    }

    [Fact]
    public async Task Zsh_completes_at_a_terminal()
    {
        SkipWithout("zsh");
        await using var terminal = new ShellTerminal("zsh -f -i");
        await CompletesAsync(terminal, "zsh", "echo re''ady", "autoload -U compinit; compinit -u -D; ");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_proposes(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        string text = Read("fish", "--no-config", "-c", $"source {Keep(folder, "fish")}; complete -C '{line}'");
        Assert.Equal(expected, Assert.Single(text.Trim().Split('\n').Select(proposal => proposal.Split('\t')[0]).Distinct()));
    }

    [Fact]
    public void PowerShell_proposes()
    {
        using var folder = new TemporaryFolder();
        string[] lines = [.. Lines.Select(row => row.Data.Item1), "gor --input-raw-engine=vx"];
        string tries = string.Join(';', lines.Select(line =>
            $"([System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null).CompletionMatches | ForEach-Object CompletionText) -join ' '"));
        string text = Read("pwsh", "-NoProfile", "-NonInteractive", "-Command", $". {Keep(folder, "powershell", ".ps1")}; {tries}");
        Assert.Equal([.. Lines.Select(row => row.Data.Item2), "--input-raw-engine=vxlan"], text.Trim().Split('\n').Select(proposal => proposal.Trim()));
    }

    /// <summary>A function stands for gor, and shows what the shell made of the keys.</summary>
    private static async Task CompletesAsync(ShellTerminal terminal, string shell, string ready, string before = "")
    {
        using var folder = new TemporaryFolder();
        await terminal.TypeAsync($"{before}source {Keep(folder, shell)}; gor() {{ printf '<%s>' \"$@\"; }}; {ready}\n");
        await terminal.UntilAsync("ready");
        await terminal.TypeAsync("gor --input-raw :80 --output-nul\t--input-raw-engine vxl\t\n");
        await terminal.UntilAsync("<--input-raw><:80><--output-null><--input-raw-engine><vxlan>");
        await terminal.TypeAsync("gor collec\t--liste\t:1\n");
        await terminal.UntilAsync("<collect><--listen");
    }

    private static string ProposedByBash(string[] words)
    {
        using var folder = new TemporaryFolder();
        string list = string.Join(' ', words.Select(word => $"'{word}'"));
        return Read("bash", "--norc", "-c", $"source {Keep(folder, "bash")}; COMP_WORDS=({list}); COMP_CWORD={words.Length - 1}; _gor; echo \"${{COMPREPLY[*]}}\"").Trim();
    }

    private static string Keep(TemporaryFolder folder, string shell, string extension = "")
    {
        string path = Path.Combine(folder.Path, $"gor{extension}");
        File.WriteAllText(path, CompletionScript.Of(shell));
        return path;
    }

    /// <summary>What a shell writes, to either stream.</summary>
    private static string Read(string shell, params string[] words)
    {
        SkipWithout(shell);
        var start = new ProcessStartInfo(shell, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text + errors.Result;
    }

    private static void SkipWithout(string shell)
    {
        if (!ShellTerminal.Has(shell))
        {
            Assert.Skip($"there is no {shell} on this machine");
        }
    }
}

using System.Diagnostics;
using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

public sealed class ManualPageTests
{
    private static readonly string Page = ManualPage.Text("gor 1.2.3");

    /// <summary>mandoc(1) reads the page like a compiler; only the date is left out on purpose, so that a build can be repeated.</summary>
    [Fact]
    public void Is_without_a_fault_for_mandoc()
    {
        string complaints = Show("mandoc", "-T", "lint", "-W", "warning");
        Assert.All(complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("missing date", line));
    }

    [Fact]
    public void Has_every_flag_command_and_example_as_they_are_typed()
    {
        string text = string.Join(' ', Show("mandoc", "-T", "utf8", "-O", "width=400").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        text = WithoutOverstrikes(text);
        Assert.All(RunFlags.All, flag => Assert.Contains($"--{flag.Name}", text));
        Assert.All(RunFlags.All, flag => Assert.Contains(string.Join(' ', HelpText.Describe(flag).Split(' ', StringSplitOptions.RemoveEmptyEntries)), text));
        Assert.All(SubCommand.All, command => Assert.Contains(command.Line, text));
        Assert.All(HelpText.Examples, example => Assert.Contains(example.Line, text));
        Assert.All(Enum.GetValues<FlagGroup>(), group => Assert.Contains(FlagGroups.ExampleOf(group), text));
        Assert.Contains("gor 1.2.3", text);
    }

    [Fact]
    public void Is_read_by_man() => Assert.Contains("--input-raw", WithoutOverstrikes(Show("man", "-l", "--warnings", "-P", "cat")));

    [Fact]
    public void Is_a_command() => Assert.StartsWith(
        ".TH GOR 1", Assert.IsType<PrintCommand>(CommandLine.Parse(["man"], new Dictionary<string, string>())).Text);

    /// <summary>A terminal shows bold by a letter, a backspace and the letter again.</summary>
    private static string WithoutOverstrikes(string text)
    {
        var plain = new System.Text.StringBuilder();
        foreach (char c in text)
        {
            if (c == '\b')
            {
                plain.Length--;
            }
            else
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static string Show(string program, params string[] words)
    {
        if (!ShellTerminal.Has(program))
        {
            Assert.Skip($"there is no {program} on this machine");
        }

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "gor.1");
        File.WriteAllText(path, Page);
        var start = new ProcessStartInfo(program, [.. words, path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", errors.Result);
        return text;
    }
}

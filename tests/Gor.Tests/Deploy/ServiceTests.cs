using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gor.Cli;
using Gor.Masking;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>The unit, its settings and its rules are what systemd and gor take.</summary>
public sealed partial class ServiceTests : IDisposable
{
    private const double MostExposure = 2.0;

    private static readonly string Unit = SourceTree.PathOf("deploy/systemd/gor.service");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Systemd_has_nothing_to_say_against_the_unit()
    {
        // It looks for the program, which need not be installed here.
        string copy = Path.Combine(_folder.Path, "gor.service");
        File.WriteAllText(copy, File.ReadAllText(Unit).Replace("ExecStart=gor ", "ExecStart=/bin/true ").Replace("ExecReload=kill", "ExecReload=/bin/true"));
        ProgramRun run = await ProgramRun.OfAsync("systemd-analyze", "verify", "--man=no", copy);
        Assert.Equal((0, ""), (run.ExitCode, run.Said.Trim()));
    }

    [Fact]
    public async Task Exposes_little()
    {
        ProgramRun run = await ProgramRun.OfAsync("systemd-analyze", "security", "--offline=true", "--no-pager", Unit);
        Match level = Exposure().Match(run.Said);
        Assert.True(level.Success, run.Said);
        Assert.InRange(double.Parse(level.Groups[1].Value, CultureInfo.InvariantCulture), 0, MostExposure - 0.1);
    }

    [Fact]
    public void Settings_are_a_command_line_that_gor_takes()
    {
        Dictionary<string, string> variables = EnvironmentFile.Read("deploy/systemd/gor.env");
        var run = Assert.IsType<RunCommand>(CommandLine.Parse(variables["OPTIONS"].Trim('"').Split(' '), variables));
        Assert.Equal("file:///etc/gor/rules", run.Options.Masking.Rules);
        Assert.Equal(["http://localhost:4001/message"], run.Options.Output.Resurface);
    }

    [Fact]
    public void The_rules_send_no_bodies()
    {
        ParsedRules rules = RuleParser.Parse(new MaskingOptions { Rules = $"file://{SourceTree.PathOf("deploy/systemd/rules")}" });
        Assert.Empty(rules.Errors);
        Assert.Contains(rules.Rules, rule => rule.Verb == Verb.Remove);
    }

    [Fact]
    public void The_launch_daemon_starts_a_command_line_that_gor_takes()
    {
        XElement[] items = [.. XDocument.Load(SourceTree.PathOf("deploy/launchd/io.resurface.gor.plist")).Root!.Element("dict")!.Elements()];
        Assert.All(items.Where((_, i) => i % 2 == 0), key => Assert.Equal("key", key.Name));
        string[] words = [.. items[Array.FindIndex(items, item => item.Value == "ProgramArguments") + 1].Elements("string").Select(word => word.Value)];
        Assert.EndsWith("/gor", words[0]);
        Assert.IsType<RunCommand>(CommandLine.Parse(words[1..], new Dictionary<string, string>()));
    }

    /// <summary>The flags of the Windows task.</summary>
    [Fact]
    public void The_scheduled_task_starts_a_command_line_that_gor_takes()
    {
        string script = File.ReadAllText(SourceTree.PathOf("deploy/windows/gor-task.ps1"));
        string[] words = Regex.Match(script, @"\$Flags = '([^']+)'").Groups[1].Value.Split(' ');
        Assert.IsType<RunCommand>(CommandLine.Parse([.. words, "--output-resurface-spool", "C:\\x"], new Dictionary<string, string>()));
    }

    /// <summary>Minutes, and Debian's packages.</summary>
    [Fact(Explicit = true)]
    public async Task Captures_under_a_real_systemd_with_one_capability()
    {
        NetworkNamespace.SkipUnlessAllowed();
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY does not name the published binary; bin/test does.");
        ProgramRun run = await ProgramRun.OfAsync(SourceTree.PathOf("tests/Service/run"), GorProcess.Command[0]);
        Assert.True(run.ExitCode == 0, run.Said);
    }

    [GeneratedRegex(@"Overall exposure level for gor\.service: ([0-9.]+)")]
    private static partial Regex Exposure();
}

using System.Text;

namespace Gor.Cli;

/// <summary><c>gor man</c>: the manual page, in the macros of man(7).</summary>
internal static class ManualPage
{
    public static string Text(string version)
    {
        var page = new StringBuilder();
        page.Append($".TH GOR 1 \"\" \"{Escape(version)}\" \"User Commands\"\n");
        Section(page, "NAME");
        Line(page, @"gor \- listen to HTTP traffic, rebuild every call, deliver it to Resurface");
        Section(page, "SYNOPSIS");
        Line(page, @"\fBgor\fR \fB\-\-input\-raw\fR \fIADDRESS\fR [\fIflags\fR]");
        foreach (SubCommand command in SubCommand.All)
        {
            Line(page, ".br");
            Line(page, $@"\fBgor {Escape(command.Name)}\fR{(command.Usage.Length == 0 ? "" : $@" \fI{Escape(command.Usage)}\fR")}");
        }

        Section(page, "DESCRIPTION");
        Line(page, string.Join("\n.PP\n", HelpText.Introduction.Select(Escape)));

        WriteCommands(page);
        Section(page, "OPTIONS");
        Line(page, Escape(HelpText.Syntax));
        WriteFlags(page, RunFlags.All);
        Section(page, "OPTIONS OF GOR COLLECT");
        WriteEntries(page, CollectLine.Flags.Select(flag => (NamesOf(flag), Escape(HelpText.Describe(flag)))));
        Section(page, "ENVIRONMENT");
        WriteEntries(page, HelpText.Variables.Select(variable => (Bold(variable.Name), Escape(variable.Meaning))));
        Section(page, "SIGNALS");
        WriteEntries(page, HelpText.Signals.Select(signal => (Bold(signal.Name), Escape(signal.Meaning))));
        Section(page, "EXIT STATUS");
        WriteEntries(page, HelpText.ExitCodes.Select(code => (Bold(code.Code), Escape(code.Meaning))));
        Section(page, "EXAMPLES");
        foreach ((string line, string meaning) in HelpText.Examples)
        {
            WriteExample(page, line, meaning);
        }

        Section(page, "SEE ALSO");
        Line(page, @"\fBpcap\-filter\fR(7), \fBtcpdump\fR(8), \fBsystemd.service\fR(5)");
        return page.ToString();
    }

    private static void WriteCommands(StringBuilder page)
    {
        Section(page, "COMMANDS");
        WriteEntries(page, SubCommand.All.Select(command => (Bold(command.Line), Escape(command.Summary))));
    }

    private static void WriteFlags(StringBuilder page, IReadOnlyList<Flag> flags)
    {
        foreach (IGrouping<FlagGroup, Flag> group in flags.GroupBy(flag => flag.Group))
        {
            Line(page, $".SS \"{Escape(FlagGroups.HeadingOf(group.Key)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            WriteEntries(page, group.Select(flag => (NamesOf(flag), Escape(HelpText.Describe(flag)))));
            Line(page, ".PP");
            WriteExample(page, FlagGroups.ExampleOf(group.Key), "Example:");
        }
    }

    private static void WriteEntries(StringBuilder page, IEnumerable<(string Heading, string Text)> entries)
    {
        foreach ((string heading, string text) in entries)
        {
            Line(page, ".TP");
            Line(page, heading);
            Line(page, text);
        }
    }

    private static void WriteExample(StringBuilder page, string line, string meaning)
    {
        Line(page, Escape(meaning));
        Line(page, ".PP");
        Line(page, ".RS 4");
        Line(page, ".nf");
        Line(page, Bold(line));
        Line(page, ".fi");
        Line(page, ".RE");
    }

    private static string NamesOf(Flag flag)
    {
        IEnumerable<string> names = flag.Names.Select(name => Bold(name.Length == 1 ? $"-{name}" : $"--{name}"));
        return string.Join(", ", names) + (flag.IsSwitch ? "" : $@" \fI{Escape(flag.Placeholder)}\fR");
    }

    private static string Bold(string text) => $@"\fB{Escape(text)}\fR";

    private static void Section(StringBuilder page, string heading) => page.Append($".SH {heading}\n");

    private static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');

    /// <summary>Text as it is: no backslash begins an escape, no dash becomes a hyphen, no line begins a macro.</summary>
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }
}

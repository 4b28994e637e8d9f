namespace Gor.Cli;

/// <summary><c>gor rules …</c>: looks at rules, or tries them on records, without capturing anything.</summary>
internal static class RulesCommand
{
    private const string Usage = """
        gor rules check [TEXT|file://PATH]      say what the rules do
        gor rules check [--config FILE …]       the same of the rules that a run with these flags has (variables included), else of the default
        gor rules apply [--explain] RULES_FILE  apply the rules of a file to the NDJSON records on stdin
        """;

    /// <param name="line">What stands behind <c>gor rules</c>.</param>
    /// <returns>0, 1 where a record could not be read, 2 for refused rules and wrong usage.</returns>
    public static int Run(RulesCommandLine line, Stream stdin, Stream stdout, TextWriter stderr)
    {
        switch (line.Arguments.ToArray())
        {
            case ["check"]:
                return Check(line.Rules, line.Source, stdout, stderr);
            case ["check", var text]:
                return Check(text, "rules", stdout, stderr);
            case ["apply", .. var rest] when rest.Where(arg => arg != "--explain").ToArray() is [var file]:
                return new RulesApply(file, isExplained: rest.Length > 1).Run(stdin, stdout, stderr);
            case ["--help" or "-help" or "-h"]:
                using (var output = new StreamWriter(stdout, leaveOpen: true))
                {
                    output.WriteLine(Usage);
                }

                return 0;
            default:
                stderr.WriteLine(Usage);
                return 2;
        }
    }

    private static int Check(string? text, string source, Stream stdout, TextWriter stderr)
    {
        using var output = new StreamWriter(stdout, leaveOpen: true);
        return new RulesCheck(text, source).Run(output, stderr);
    }
}

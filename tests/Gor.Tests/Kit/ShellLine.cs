namespace Gor.Tests.Kit;

/// <summary>The words of a command line, as a shell reads it.</summary>
internal static class ShellLine
{
    /// <summary>Double quotes keep blanks.</summary>
    public static string[] WordsOf(string line) =>
        [.. line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}

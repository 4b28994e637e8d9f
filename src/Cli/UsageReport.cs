namespace Gor.Cli;

/// <summary>Prints why a command line, or what it names, cannot be used: a paragraph an error.</summary>
internal static class UsageReport
{
    private const int Width = 100;

    /// <param name="errors">Sentences that name what is wrong and the remedy.</param>
    /// <param name="writer">Standard error.</param>
    public static void Write(IEnumerable<string> errors, TextWriter writer)
    {
        foreach (string error in errors)
        {
            Paragraph.Write(writer, "gor: ", error, Width);
        }

        writer.WriteLine("See gor --help.");
    }
}

namespace Gor.Cli;

/// <summary>Text in lines of bounded width behind a heading, whose column all lines keep.</summary>
internal static class Paragraph
{
    /// <param name="writer">Gets whole lines.</param>
    /// <param name="heading">Stands in front of the first line; the others are indented by its length.</param>
    /// <param name="text">Words are kept whole, blanks between them collapse.</param>
    /// <param name="width">Of the whole line. A longer word overflows.</param>
    public static void Write(TextWriter writer, string heading, string text, int width)
    {
        writer.Write(heading);
        int column = heading.Length;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > heading.Length && column + 1 + word.Length > width)
            {
                writer.WriteLine();
                writer.Write(new string(' ', heading.Length));
                column = heading.Length;
            }

            string blank = column > heading.Length ? " " : "";
            writer.Write(blank);
            writer.Write(word);
            column += blank.Length + word.Length;
        }

        writer.WriteLine();
    }
}

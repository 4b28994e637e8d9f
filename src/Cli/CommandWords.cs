using System.Text;

namespace Gor.Cli;

/// <summary>
/// A program and its arguments in one text: words apart by blanks; quotes, single or double, keep blanks in a word. Nothing else is
/// special, no shell reads it.
/// </summary>
internal static class CommandWords
{
    public static bool TryParse(string text, out IReadOnlyList<string> value, out string? error)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isOpen = false;
        char quote = '\0';
        foreach (char letter in text)
        {
            if (quote != '\0' ? letter == quote : letter is '\'' or '"')
            {
                quote = quote == '\0' ? letter : '\0';
                isOpen = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                End();
            }
            else
            {
                word.Append(letter);
                isOpen = true;
            }
        }

        End();
        value = words;
        error = quote != '\0' ? $"the quote {quote} is not closed" : words.Count == 0 ? "expected a program and its arguments" : null;
        return error is null;

        void End()
        {
            if (isOpen)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isOpen = false;
        }
    }
}

namespace Gor;

/// <summary>
/// The last line of a terminal, written anew in place; all else that goes there is written above it. No escape sequences: any
/// terminal can do it. Without a terminal there is no such line.
/// </summary>
/// <param name="writer">The terminal, stderr.</param>
/// <param name="isTerminal">False: nothing is shown.</param>
/// <param name="columns">A line that is as wide would wrap, and could not be written over.</param>
internal sealed class StatusLine(TextWriter writer, bool isTerminal, int columns = 80)
{
    private readonly Lock _gate = new();
    private int _shown;
    private bool _isOver = !isTerminal;

    public void Show(string text)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            text = text[..Math.Min(text.Length, columns - 1)];
            try
            {
                writer.Write($"\r{text.PadRight(_shown)}");
                _shown = text.Length;
            }
            catch (IOException)
            {
                // Whoever looked has hung up.
                _isOver = true;
            }
        }
    }

    /// <summary>Writes something else to the terminal.</summary>
    public void Above(Action write)
    {
        lock (_gate)
        {
            Erase();
            write();
        }
    }

    /// <summary>Shows nothing from here on.</summary>
    public void End()
    {
        lock (_gate)
        {
            Erase();
            _isOver = true;
        }
    }

    private void Erase()
    {
        if (_shown > 0 && !_isOver)
        {
            writer.Write($"\r{new string(' ', _shown)}\r");
        }

        _shown = 0;
    }
}

using System.Globalization;
using System.Text;
using Gor.Tape;

namespace Gor.Replay;

/// <summary>
/// A path with variables: <c>%Y %m %d %H %M %S</c> local time, <c>%NS</c> nanoseconds of the second, <c>%r</c> the call's id,
/// <c>%t</c> the kind of message, <c>%i</c> this run. Any other percent sign stands for itself.
/// </summary>
internal sealed class TapeFileName
{
    private static readonly (string Variable, Func<TapeFileName, DateTimeOffset, TapeHeader, string> Value)[] Variables =
    [
        ("%NS", (_, now, _) => Number(now.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick, 9)),
        ("%Y", (_, now, _) => Number(now.Year, 4)),
        ("%m", (_, now, _) => Number(now.Month, 2)),
        ("%d", (_, now, _) => Number(now.Day, 2)),
        ("%H", (_, now, _) => Number(now.Hour, 2)),
        ("%M", (_, now, _) => Number(now.Minute, 2)),
        ("%S", (_, now, _) => Number(now.Second, 2)),
        ("%r", (_, _, message) => message.Id.ToString()),
        ("%t", (_, _, message) => Number((int)message.Kind, 1)),
        ("%i", (name, _, _) => name._run),
    ];

    private readonly string _template;
    private readonly string _run;

    /// <param name="run">What <c>%i</c> stands for.</param>
    public TapeFileName(string template, string run)
    {
        _template = template;
        _run = run;
        string folder = Path.GetDirectoryName(Path.GetFullPath(template)) ?? "/";
        FixedFolder = Variables.Any(variable => folder.Contains(variable.Variable, StringComparison.Ordinal)) ? null : folder;
        IsOfMessage = new[] { "%r", "%t", "%NS" }.Any(variable => template.Contains(variable, StringComparison.Ordinal));
    }

    public bool IsCompressed => _template.EndsWith(".gz", StringComparison.Ordinal);

    /// <summary>True where each message may have a file of its own.</summary>
    public bool IsOfMessage { get; }

    /// <summary>The folder, where it does not depend on anything; else null.</summary>
    public string? FixedFolder { get; }

    /// <summary>The path without a chunk's number.</summary>
    public string Of(DateTimeOffset now, in TapeHeader message)
    {
        var path = new StringBuilder();
        for (int at = 0; at < _template.Length;)
        {
            ReadOnlySpan<char> rest = _template.AsSpan(at);
            int variable = -1;
            for (int i = 0; i < Variables.Length && variable < 0; i++)
            {
                variable = rest.StartsWith(Variables[i].Variable, StringComparison.Ordinal) ? i : -1;
            }

            path.Append(variable < 0 ? rest[0].ToString() : Variables[variable].Value(this, now, message));
            at += variable < 0 ? 1 : Variables[variable].Variable.Length;
        }

        return path.ToString();
    }

    /// <summary>The path of a chunk: its number stands before the extension.</summary>
    public static string OfChunk(string path, int number)
    {
        string extension = Path.GetExtension(path);
        return string.Create(CultureInfo.InvariantCulture, $"{path[..^extension.Length]}_{number}{extension}");
    }

    /// <summary>The number behind the highest of those that are there; 0 where there are none.</summary>
    public static int NextChunk(string path)
    {
        string full = Path.GetFullPath(path);
        string extension = Path.GetExtension(full);
        string start = Path.GetFileName(full[..^extension.Length]) + "_";
        string folder = Path.GetDirectoryName(full) ?? "/";
        int highest = -1;
        foreach (string file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            string name = Path.GetFileName(file);
            bool isChunk = name.Length > start.Length + extension.Length
                && name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal);
            if (isChunk && int.TryParse(name.AsSpan()[start.Length..^extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                highest = Math.Max(highest, number);
            }
        }

        return highest + 1;
    }

    private static string Number(long number, int digits) => number.ToString($"D{digits}", CultureInfo.InvariantCulture);
}

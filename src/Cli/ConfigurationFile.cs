using System.Globalization;
using System.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Gor.Cli;

/// <summary>
/// Flags in a TOML file (<c>--config</c>): each key is a flag's whole name; a repeatable flag takes an array. Keys of <c>gor collect</c> stand in
/// the table <c>[collect]</c>.
/// </summary>
internal sealed class ConfigurationFile
{
    /// <summary>No configuration is longer; what is, is another file.</summary>
    private const int MostBytes = 1 << 20;

    private const string Collect = "collect";

    private readonly string _path;
    private readonly IReadOnlyList<Flag> _flags;
    private readonly FlagLayer _layer = new();
    private readonly List<string> _secrets = [];

    private ConfigurationFile(string path, IReadOnlyList<Flag> flags)
    {
        _path = path;
        _flags = flags;
    }

    /// <param name="path">As given.</param>
    /// <param name="flags">The table that is meant.</param>
    /// <param name="section">Empty for the run, or the name of a command with a table of its own.</param>
    /// <returns>Never throws: what is wrong is among the errors.</returns>
    public static FlagLayer Read(string path, IReadOnlyList<Flag> flags, string section)
    {
        var file = new ConfigurationFile(path, flags);
        try
        {
            file.ReadText(ReadAll(path), section);
            file.WarnOfReaders();
        }
        catch (Exception problem) when (problem is TomlException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file._layer.Errors.Add($"--config {Quoted.Value(path)}: {Reason(problem)}.");
        }

        return file._layer;
    }

    private static string Reason(Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException when OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess => "this user may not read it",
        TomlException => "it is no TOML that a configuration could be: it is nested too deeply",
        DecoderFallbackException => "it is not text in UTF-8",
        _ => problem.Message.TrimEnd('.'),
    };

    private static string ReadAll(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] bytes = new byte[MostBytes + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MostBytes
            ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length).TrimStart('\ufeff')
            : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it is longer than {MostBytes} bytes"));
    }

    private void ReadText(string text, string section)
    {
        DocumentSyntax document = SyntaxParser.Parse(text, _path, validate: true);
        if (document.HasErrors)
        {
            // The parser's words can quote what stands there, and that may be a secret.
            _layer.Errors.AddRange(document.Diagnostics
                .Where(message => message.Kind == DiagnosticMessageKind.Error)
                .Select(message => message.Span.Start)
                .DistinctBy(place => place.Line)
                .Select(place => string.Create(CultureInfo.InvariantCulture,
                    $"{_path}:{place.Line + 1}:{place.Column + 1}: this is no TOML, or a key that was there before; a line is like output-null = true, or input-raw = [\":8080\"].")));
            return;
        }

        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table is not TableSyntax || NameOf(table.Name) != Collect)
            {
                _layer.Errors.Add($"{At(table)}: there is no table {Quoted.Value(table.Name?.ToString().Trim() ?? "")}, only [{Collect}]: a key is a flag's whole name, like output-null = true.");
            }
            else if (section == Collect)
            {
                ReadKeys(table.Items);
            }
        }

        if (section.Length == 0)
        {
            ReadKeys(document.KeyValues);
        }
    }

    private void ReadKeys(IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (KeyValueSyntax pair in pairs)
        {
            string? name = NameOf(pair.Key);
            if (_flags.FirstOrDefault(flag => name is not null && flag.IsNamed(name)) is not { } flag)
            {
                string key = name ?? pair.Key?.ToString().Trim() ?? "";
                _layer.Errors.Add($"{At(pair)}: {UnknownFlag.Explain(key, Quoted.Value(key), "", _flags)}");
            }
            else if (!flag.MayStandOutside)
            {
                _layer.Errors.Add($"{At(pair)}: {name} belongs on the command line.");
            }
            else
            {
                ReadValue(pair, flag, name!);
            }
        }
    }

    private void ReadValue(KeyValueSyntax pair, Flag flag, string name)
    {
        if (pair.Value is ArraySyntax array && flag.IsList)
        {
            foreach (ArrayItemSyntax item in array.Items)
            {
                AddScalar(item.Value, item, flag, name);
            }
        }
        else if (pair.Value is ArraySyntax)
        {
            _layer.Errors.Add($"{At(pair)}: {name} takes one value, not an array.");
        }
        else
        {
            AddScalar(pair.Value, pair, flag, name);
        }
    }

    private void AddScalar(ValueSyntax? value, SyntaxNode place, Flag flag, string name)
    {
        string? text = value switch
        {
            StringValueSyntax words => words.Value,
            BooleanValueSyntax truth => truth.Value ? "true" : "false",
            IntegerValueSyntax number => number.Token?.Text,
            _ => null,
        };
        if (text is null)
        {
            _layer.Errors.Add($"{At(place)}: {name} takes a text in quotes, a whole number, true or false{(flag.IsList ? ", or an array of them" : "")}.");
            return;
        }

        _layer.Add(flag, new GivenValue(text, At(place), $"{At(place)}: {name}"));
        if (MaskedValue.Hides(flag, text))
        {
            _secrets.Add(name);
        }
    }

    private void WarnOfReaders()
    {
        if (_secrets.Count > 0 && !OperatingSystem.IsWindows() && File.GetUnixFileMode(_path).HasFlag(UnixFileMode.OtherRead))
        {
            _layer.Notes.Add($"{_path} may hold secrets ({string.Join(", ", _secrets.Distinct())}), and every user may read it: chmod 600 {_path}");
        }
    }

    /// <summary>Null for a dotted key.</summary>
    private static string? NameOf(KeySyntax? key) => key is null || key.DotKeys.ChildrenCount > 0 ? null : key.Key switch
    {
        BareKeySyntax bare => bare.Key?.Text,
        StringValueSyntax quoted => quoted.Value,
        _ => null,
    };

    private string At(SyntaxNode node) => string.Create(CultureInfo.InvariantCulture, $"{_path}:{node.Span.Start.Line + 1}");
}

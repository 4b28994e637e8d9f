namespace Gor.Cli;

/// <summary>
/// Go's flag grammar, brought into the one that System.CommandLine reads: <c>-x</c> is <c>--x</c>; the word behind a flag that
/// takes a value is that value, even with a dash in front; a switch takes one after <c>=</c> only.
/// What Go drops in silence (everything from the first other word on) becomes an error here, but for <c>true</c> and
/// <c>false</c> behind a switch, which can mean only one thing.
/// </summary>
internal sealed class GoSyntax
{
    private readonly IReadOnlyList<Flag> _flags;
    private readonly List<string> _tokens = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _notes = [];
    private string _previous = "";

    private GoSyntax(IReadOnlyList<Flag> flags, IEnumerable<string> arguments)
    {
        _flags = flags;
        var words = new Queue<string>(arguments);
        while (words.TryDequeue(out string? word))
        {
            if (word.Length > 1 && word[0] == '-' && word != "--")
            {
                ReadFlag(word, words);
            }
            else
            {
                AddStrayWord(word);
            }
        }
    }

    /// <summary><c>--name=value</c>, or <c>--name</c> and an empty word; only names and aliases of the table.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<string> Notes => _notes;

    public bool AsksForHelp { get; private set; }

    public bool AsksForAllHelp { get; private set; }

    public bool AsksForVersion { get; private set; }

    public static GoSyntax Read(IReadOnlyList<Flag> flags, IEnumerable<string> arguments) => new(flags, arguments);

    private void ReadFlag(string word, Queue<string> words)
    {
        string text = word[(word.StartsWith("--", StringComparison.Ordinal) ? 2 : 1)..];
        if (text[0] is '-' or '=')
        {
            _errors.Add($"{Quoted.Value(word)} is not a flag: write --name or --name=value.");
            return;
        }

        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        string? value = equals < 0 ? null : text[(equals + 1)..];
        _previous = $"--{name}";
        if (_flags.FirstOrDefault(flag => flag.IsNamed(name)) is not { } known)
        {
            AddUnknownFlag(name, value, words);
        }
        else if (known.Name == "help")
        {
            AsksForHelp = true;
        }
        else if (known.Name == "help-all")
        {
            AsksForAllHelp = true;
        }
        else if (known.Name == "version")
        {
            AsksForVersion = true;
        }
        else if (known.IsSwitch)
        {
            AddToken(name, value ?? TakeTrueOrFalse(name, words) ?? "true");
        }
        else if (value is not null || words.TryDequeue(out value))
        {
            AddToken(name, value);
        }
        else
        {
            _errors.Add($"--{name} needs a value: --{name} {known.Placeholder}.");
        }
    }

    private void AddToken(string name, string value)
    {
        // System.CommandLine reads "--name=" as a name without a value.
        _tokens.AddRange(value.Length == 0 ? [$"--{name}", ""] : [$"--{name}={value}"]);
    }

    private string? TakeTrueOrFalse(string name, Queue<string> words)
    {
        if (!words.TryPeek(out string? next) || next.ToLowerInvariant() is not ("true" or "false"))
        {
            return null;
        }

        _notes.Add($"\"{next}\" behind --{name} is taken as its value; write --{name}={next} (GoReplay stops reading flags there).");
        return words.Dequeue();
    }

    private void AddUnknownFlag(string name, string? value, Queue<string> words)
    {
        // The word behind is most likely its value: one mistake, one error.
        if (value is null && !GoReplayFlags.IsSwitch(name) && words.TryPeek(out string? next) && !next.StartsWith('-'))
        {
            words.Dequeue();
        }

        _errors.Add(UnknownFlag.Explain(name, Quoted.Value($"--{name}"), "--", _flags));
    }

    private void AddStrayWord(string word)
    {
        string place = _previous.Length == 0 ? "in front of the flags" : $"behind {_previous}";
        string remedy = word == "--" ? "there is nothing that could follow the flags."
            : "it belongs to no flag. A value with blanks must be quoted; a switch takes its value with an equals sign (--name=false).";
        _errors.Add($"Unexpected {Quoted.Value(word)} {place}: {remedy}");
    }
}

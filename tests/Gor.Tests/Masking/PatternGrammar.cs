namespace Gor.Tests.Masking;

/// <summary>Writes random legal patterns without look-around and back-references, and texts that they have something to do with.</summary>
internal sealed class PatternGrammar(int seed)
{
    private readonly Random _random = new(seed);

    public string Pattern(int depth = 3)
    {
        string sequence = string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Atom(depth) + Quantifier()));
        return depth > 0 && _random.Next(4) == 0 ? $"{sequence}|{(_random.Next(8) == 0 ? "" : Pattern(depth - 1))}" : sequence;
    }

    public string Text() => string.Concat(Enumerable.Range(0, _random.Next(16)).Select(_ => Pick("a", "b", "c", "a", "b", "1", "-", " ", "\n", "é", "\u2028", "_")));

    private string Atom(int depth) => _random.Next(10) switch
    {
        < 5 => Pick("a", "b", "c", "1", "ab", "-"),
        5 => Pick(".", @"\d", @"\w", @"\s", @"\W", "[ab]", "[^a]", "[a-c1]", "[^]", "é"),
        6 => Pick("^", "$", @"\b", @"\B"),
        _ when depth == 0 => Pick("a", "b"),
        7 => $"(?:{Pattern(depth - 1)})",
        _ => $"({Pattern(depth - 1)})",
    } is var atom && atom is "^" or "$" or @"\b" or @"\B" ? $"(?:{atom})" : atom;

    private string Quantifier() => _random.Next(10) < 6 ? "" : Pick("*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "*?", "+?", "??", "{1,2}?");

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}

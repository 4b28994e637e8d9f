using System.Globalization;
using System.Text.RegularExpressions;

namespace Gor.Tests.Live;

/// <summary>What the last ledger that a program printed says of one output.</summary>
internal sealed partial class Account
{
    private readonly Dictionary<string, long> _ends;

    private Account(long accepted, long recovered, bool isBalanced, Dictionary<string, long> ends)
    {
        Accepted = accepted;
        Recovered = recovered;
        IsBalanced = isBalanced;
        _ends = ends;
    }

    public long Accepted { get; }

    public long Recovered { get; }

    public bool IsBalanced { get; }

    public long Lost => this["shed"] + this["gave way"] + this["damaged"] + this["given up"];

    public long Repeated => this["may have arrived twice"];

    public long this[string end] => _ends.GetValueOrDefault(end);

    /// <param name="log">stderr.</param>
    /// <param name="output">Its name.</param>
    public static Account Read(string log, string output)
    {
        string ledger = log[log.LastIndexOf("ledger: ", StringComparison.Ordinal)..];
        string line = ledger.Split('\n').Single(line => line.StartsWith($"  {output}: ", StringComparison.Ordinal));
        Match match = Equation().Match(line);
        Assert.True(match.Success, line);
        Dictionary<string, long> ends = Term().Matches(match.Groups[3].Value)
            .ToDictionary(term => term.Groups[2].Value, term => Number(term.Groups[1].Value));
        return new Account(Number(match.Groups[1].Value), Number(match.Groups[2].Value), ledger.StartsWith("ledger: balanced", StringComparison.Ordinal), ends);
    }

    private static long Number(string text) => text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@": (\d+)(?: \+ (\d+) recovered)? = (.*)$")]
    private static partial Regex Equation();

    [GeneratedRegex(@"(\d+) ([a-z ]+[a-z])")]
    private static partial Regex Term();
}

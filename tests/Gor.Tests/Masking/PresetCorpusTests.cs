using System.Text.RegularExpressions;
using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

/// <summary>
/// How well our presets tell secrets from what looks like them: corpus.txt has a preset and a text a line, the secrets in
/// guillemets. Its last lines are what no detector can know; they keep the numbers honest.
/// </summary>
public class PresetCorpusTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("pci", 0.97, 0.95)]
    [InlineData("pii", 0.97, 0.9)]
    [InlineData("secrets", 0.97, 0.9)]
    public void Finds_what_it_shall_and_leaves_the_rest(string preset, double precision, double recall)
    {
        var rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = $"include {preset}" }), Logger.None);
        int found = 0;
        int missed = 0;
        int wrong = 0;
        foreach (string line in Lines(preset))
        {
            string[] secrets = [.. Regex.Matches(line, "«(.*?)»").Select(match => match.Groups[1].Value)];
            string text = line.Replace("«", "").Replace("»", "");
            string masked = Mask(rules, text);
            int leaked = secrets.Count(secret => masked.Contains(secret, StringComparison.Ordinal));
            found += secrets.Length - leaked;
            missed += leaked;

            // What is not secret must still be there, in order, between the marks.
            string rest = string.Join(".*", Regex.Split(line, "«.*?»").Select(Regex.Escape));
            bool isWhole = Regex.IsMatch(masked, $"^{rest}$", RegexOptions.Singleline) && (secrets.Length > 0 || masked == text);
            wrong += isWhole ? 0 : 1;
            if (leaked > 0 || !isWhole)
            {
                output.WriteLine($"{(leaked > 0 ? "missed" : "too much")}: {line} -> {masked}");
            }
        }

        output.WriteLine($"{preset}: precision {(double)found / (found + wrong):P1}, recall {(double)found / (found + missed):P1} of {found + missed}");
        Assert.True((double)found / (found + wrong) >= precision, "precision");
        Assert.True((double)found / (found + missed) >= recall, "recall");
    }

    private static string Mask(RuleSet rules, string text)
    {
        var details = new Details();
        details.Add("request_body", text);
        return rules.Apply(details, new Counters()) == RuleOutcome.Kept ? details.Items[0].Text : "";
    }

    private static IEnumerable<string> Lines(string preset) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Masking", "corpus.txt"))
            .Where(line => line.StartsWith(preset + "\t", StringComparison.Ordinal))
            .Select(line => line[(preset.Length + 1)..]);
}

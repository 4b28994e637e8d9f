using System.Text.Json;
using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

/// <summary>The outcomes of Resurface's Node logger (with our preset <c>standard</c>): cases.json.</summary>
public class RuleSetVectorTests
{
    public static TheoryData<string> Names => [.. Cases().Select(entry => entry.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_reference(string name)
    {
        JsonElement entry = Cases().Single(entry => entry.GetProperty("name").GetString() == name);
        JsonElement expected = entry.GetProperty("expect");
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions { Rules = entry.GetProperty("rules").GetString() });
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.NotEmpty(parsed.Errors);
            return;
        }

        Assert.Empty(parsed.Errors);
        var details = new Details();
        foreach (JsonElement pair in Root().GetProperty("message").EnumerateArray())
        {
            details.Add(pair[0].GetString()!, pair[1].GetString()!);
        }

        RuleOutcome outcome = new RuleSet(parsed, Logger.None).Apply(details, new Counters());
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(RuleOutcome.Discarded, outcome);
            return;
        }

        Assert.Equal(RuleOutcome.Kept, outcome);
        Assert.Equal(
            expected.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!)),
            details.Items.Select(detail => (detail.Name, detail.Text)));
    }

    [Fact]
    public void There_are_84_of_them() => Assert.Equal(84, Cases().Count());

    private static JsonElement Root() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Masking", "cases.json"))).RootElement;

    private static IEnumerable<JsonElement> Cases() => Root().GetProperty("cases").EnumerateArray();
}

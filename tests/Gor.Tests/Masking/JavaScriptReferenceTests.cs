using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gor.Cli;

namespace Gor.Tests.Masking;

/// <summary>
/// <c>gor rules apply</c> against reference.mjs, which says what rules mean once more in JavaScript, on random rules and records: the
/// same lines, byte by byte, and the same texts refused. V8 interprets: its native code strays from ECMA-262 in rare loops.
/// </summary>
public sealed class JavaScriptReferenceTests : IDisposable
{
    private const int RuleTexts = 2500;
    private const int TooOld = 3;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Means_what_the_reference_means(int seed)
    {
        string[] cases = await RunNodeAsync(seed);
        int refused = 0;
        int slow = 0;
        foreach (string text in cases)
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string rules = document.RootElement.GetProperty("rules").GetString()!;
            JsonElement expected = document.RootElement.GetProperty("expected");
            string[] records = [.. document.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetString()!)];
            (int code, string output, string errors) = Apply(rules, string.Join('\n', records));
            if (expected.ValueKind == JsonValueKind.Null)
            {
                refused++;
                Assert.True(code == 2 && output.Length == 0, $"not refused: {rules}");
            }
            else if (errors.Contains("took too long"))
            {
                slow++;
            }
            else
            {
                Assert.True(code == 0, $"{rules}\n{errors}");
                string[] lines = output.TrimEnd('\n').Split('\n');
                Assert.All(expected.EnumerateArray().Zip(lines, records), row => Assert.True(row.First.GetString() == row.Second, $"{rules}\n{row.Third}\n{row.First.GetString()}\n{row.Second}"));
                Assert.Equal(expected.GetArrayLength(), lines.Length);
            }
        }

        Assert.InRange(cases.Length, RuleTexts * 9 / 10, RuleTexts);
        Assert.InRange(refused, cases.Length / 10, cases.Length / 2);
        Assert.InRange(slow, 0, cases.Length / 100);
    }

    private (int Code, string Output, string Errors) Apply(string rules, string records)
    {
        File.WriteAllText(_path, rules);
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(records));
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter();
        int code = RulesCommand.Run(new RulesCommandLine(["apply", _path]), stdin, stdout, stderr);
        return (code, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }

    private static async Task<string[]> RunNodeAsync(int seed)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Masking", "reference.mjs");
        using var node = new Process
        {
            StartInfo = new ProcessStartInfo("node", ["--regexp-interpret-all", script, seed.ToString(), RuleTexts.ToString()]) { RedirectStandardOutput = true },
        };
        try
        {
            node.Start();
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not installed (Debian: apt-get install nodejs)");
        }

        string output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.SkipWhen(node.ExitCode == TooOld, "Node is older than version 20");
        Assert.Equal(0, node.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

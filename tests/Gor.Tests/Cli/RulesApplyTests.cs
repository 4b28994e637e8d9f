using System.Text;
using System.Text.Json;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

/// <summary><c>gor rules apply</c> as its users start it; <c>GOR_BINARY</c> makes it the published binary.</summary>
public sealed class RulesApplyTests : IDisposable
{
    /// <summary>Of cases.json: the outcomes of Resurface's Node logger.</summary>
    private const int CaseCount = 84;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Agrees_with_the_reference_in_all_cases()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Masking", "cases.json")));
        string message = Line(document.RootElement.GetProperty("message"));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(CaseCount, cases.Length);
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (entry, _) =>
        {
            string name = entry.GetProperty("name").GetString()!;
            (int code, string output, string errors) = await ApplyAsync(name, entry.GetProperty("rules").GetString()!, message);
            JsonElement expected = entry.GetProperty("expect");
            if (expected.ValueKind == JsonValueKind.String)
            {
                Assert.True(code == 2 && output.Length == 0 && errors.Length > 0, $"{name} was not refused: {code} {output}");
            }
            else
            {
                Assert.True(code == 0 && output == Line(expected), $"{name}: {code} {errors}\n{output}\n{Line(expected)}");
            }
        });
    }

    private async Task<(int Code, string Output, string Errors)> ApplyAsync(string name, string rules, string record)
    {
        string path = _folder.Write(Convert.ToHexString(Encoding.UTF8.GetBytes(name)), Encoding.UTF8.GetBytes(rules));
        await using GorProcess gor = GorProcess.Start(null, "rules", "apply", path);
        try
        {
            await gor.Input.WriteAsync(Encoding.UTF8.GetBytes($"{record}\n"));
            gor.Input.Close();
        }
        catch (IOException)
        {
            // It has refused the rules, and reads no records.
        }

        int code = await gor.ExitAsync();
        return (code, string.Join('\n', gor.Records), gor.Log);
    }

    /// <summary>As a record is written: without a blank, and nothing escaped but what JSON demands.</summary>
    private static string Line(JsonElement record) => record.ValueKind == JsonValueKind.Null
        ? "null"
        : $"[{string.Join(',', record.EnumerateArray().Select(pair => $"[{Quoted(pair[0])},{Quoted(pair[1])}]"))}]";

    private static string Quoted(JsonElement text) => JsonSerializer.Serialize(text.GetString(), Relaxed);

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

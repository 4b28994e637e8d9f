using System.Text.Json;

namespace Gor.Tests.Live;

/// <summary>A call that was made, and what its record must say.</summary>
/// <param name="Id">Goes with the request and comes back with the response, so that a wrong pair shows.</param>
/// <param name="Target">With the query.</param>
internal sealed record LiveCall(int Id, string Method, string Target, int Status, string RequestBody = "", string ResponseBody = "")
{
    /// <summary>Other pairs that must be there, each at least once.</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs { get; init; } = [];

    /// <summary>A text that no other call has.</summary>
    public static string Text(int id, int length)
    {
        string unit = $"call {id}; ";
        return string.Concat(Enumerable.Repeat(unit, (length / unit.Length) + 1))[..length];
    }

    /// <summary>What is wrong with the record of this call; empty where nothing is.</summary>
    public IReadOnlyList<string> Judge(string record, string authority)
    {
        using JsonDocument json = JsonDocument.Parse(record);
        ILookup<string, string> pairs = json.RootElement.EnumerateArray().ToLookup(pair => pair[0].GetString()!, pair => pair[1].GetString()!);
        (string Name, string Value)[] expected =
        [
            ("request_method", Method),
            ("request_url", $"http://{authority}{Target}"),
            ("response_code", $"{Status}"),
            ("request_header:host", authority),
            ("request_header:x-call", $"{Id}"),
            ("response_header:x-call", $"{Id}"),
            ("request_param:id", $"{Id}"),
            ("request_body", RequestBody),
            ("response_body", ResponseBody),
            .. Pairs,
        ];
        List<string> wrong =
        [
            .. expected.Where(pair => pair.Value.Length == 0 ? pairs.Contains(pair.Name) : !pairs[pair.Name].Contains(pair.Value))
                .Select(pair => $"{Method} {Target}: {pair.Name} is {Short(pairs[pair.Name])}, not {Short([pair.Value])}"),
        ];
        if (!long.TryParse(pairs["now"].SingleOrDefault(), out _) || !int.TryParse(pairs["interval"].SingleOrDefault(), out int interval) || interval < 1)
        {
            wrong.Add($"{Method} {Target}: now or interval is no time");
        }

        return wrong;
    }

    private static string Short(IEnumerable<string> values)
    {
        string text = string.Join(" | ", values);
        return text.Length <= 80 ? $"\"{text}\"" : $"\"{text[..80]}…\" ({text.Length})";
    }
}

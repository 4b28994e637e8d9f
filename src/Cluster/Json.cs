using System.Text.Json;

namespace Gor.Cluster;

/// <summary>Reads what may be missing: an absent member is an undefined element, which has no text, no items and no members.</summary>
internal static class Json
{
    public static JsonElement Get(JsonElement of, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            of = of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement member) ? member : default;
        }

        return of;
    }

    public static string Text(JsonElement of) => of.ValueKind == JsonValueKind.String ? of.GetString()! : "";

    public static IEnumerable<JsonElement> Items(JsonElement of) => of.ValueKind == JsonValueKind.Array ? of.EnumerateArray() : [];

    /// <summary>The members whose values are texts.</summary>
    public static Dictionary<string, string> Map(JsonElement of)
    {
        var map = new Dictionary<string, string>();
        if (of.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in of.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
            {
                map[member.Name] = member.Value.GetString()!;
            }
        }

        return map;
    }
}

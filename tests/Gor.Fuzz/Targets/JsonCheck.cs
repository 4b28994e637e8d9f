using System.Text.Json;

namespace Gor.Fuzz.Targets;

/// <summary>A record is valid UTF-8 JSON: pairs of strings, on one line.</summary>
internal static class JsonCheck
{
    public static void IsRecord(ReadOnlySpan<byte> record)
    {
        BrokenPromiseException.Unless(!record.Contains((byte)'\n'), "a record is one line");
        var reader = new Utf8JsonReader(record);
        while (reader.Read())
        {
            BrokenPromiseException.Unless(
                reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray or JsonTokenType.String, "a record has nothing but pairs of strings");
            if (reader.TokenType == JsonTokenType.String)
            {
                _ = reader.GetString();
            }
        }
    }
}

namespace Gor.Cli;

/// <summary>The spellings of Go's <c>strconv.ParseBool</c>.</summary>
internal static class GoBoolean
{
    public static bool TryParse(string text, out bool value, out string? error)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        bool known = value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
        error = known ? null : "expected true or false";
        return known;
    }
}

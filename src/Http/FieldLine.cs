namespace Gor.Http;

/// <summary>Reads one field line (RFC 9112 section 5) with the leniency that a listener needs.</summary>
internal static class FieldLine
{
    /// <summary>Adds a line without its end; blanks before the colon go, a folded line joins the one before it.</summary>
    /// <returns>False where it is neither a field nor a fold; it is left out then.</returns>
    public static bool TryAdd(ReadOnlySpan<byte> line, FieldList fields)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (fields.Count == 0)
            {
                return false;
            }

            fields.AppendToLast(line.Trim(" \t"u8));
            return true;
        }

        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? default : line[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty)
        {
            return false;
        }

        fields.Add(name, line[(colon + 1)..].Trim(" \t"u8));
        return true;
    }
}

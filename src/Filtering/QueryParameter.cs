namespace Gor.Filtering;

/// <summary>Finds a parameter in a request target as it stands there, coded.</summary>
internal static class QueryParameter
{
    /// <summary>Where the value of the first parameter of this name stands.</summary>
    public static bool TryFind(ReadOnlySpan<byte> target, ReadOnlySpan<byte> name, out Range value)
    {
        int query = target.IndexOf((byte)'?');
        if (query >= 0)
        {
            ReadOnlySpan<byte> pairs = target[(query + 1)..];
            foreach (Range range in pairs.Split((byte)'&'))
            {
                (int start, int length) = range.GetOffsetAndLength(pairs.Length);
                ReadOnlySpan<byte> pair = pairs.Slice(start, length);
                if (pair.Length > name.Length && pair.StartsWith(name) && pair[name.Length] == (byte)'=')
                {
                    int first = query + 1 + start;
                    value = (first + name.Length + 1)..(first + length);
                    return true;
                }
            }
        }

        value = default;
        return false;
    }
}

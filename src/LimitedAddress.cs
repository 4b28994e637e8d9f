namespace Gor;

/// <summary>The address of an output, or of an input, and how much of the calls it gets: <c>ADDRESS|10%</c>, <c>ADDRESS|100</c>.</summary>
internal sealed record LimitedAddress(string Address, RateLimit Limit)
{
    /// <summary>A reader for flags. An address holds no bar; what stands behind a second one belongs to nobody.</summary>
    public static bool TryParse(string text, out LimitedAddress value, out string? error)
    {
        int bar = text.IndexOf('|', StringComparison.Ordinal);
        RateLimit limit = RateLimit.None;
        error = null;
        bool isRead = bar < 0 || RateLimit.TryParse(text[(bar + 1)..], out limit, out error);
        value = new LimitedAddress(bar < 0 ? text : text[..bar], limit);
        if (!isRead)
        {
            return false;
        }

        error = value.Address.Length == 0 ? "there is nothing in front of the limit" : null;
        return error is null;
    }

    public override string ToString() => Limit == RateLimit.None ? Address : $"{Address}|{Limit}";
}

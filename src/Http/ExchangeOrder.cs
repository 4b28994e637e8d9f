namespace Gor.Http;

/// <summary>
/// The place of an exchange in the one true order of a capture: by the packet whose processing completed it,
/// then by its connection's first packet, then by its number on the connection.
/// </summary>
internal readonly record struct ExchangeOrder(long CompletedBy, long ConnectionStart, long Index) : IComparable<ExchangeOrder>
{
    public int CompareTo(ExchangeOrder other)
    {
        int order = CompletedBy.CompareTo(other.CompletedBy);
        order = order != 0 ? order : ConnectionStart.CompareTo(other.ConnectionStart);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }
}

namespace Gor.Decode;

/// <summary>An IP address and a TCP port.</summary>
internal readonly record struct Endpoint(Address Address, ushort Port) : IComparable<Endpoint>
{
    public int CompareTo(Endpoint other)
    {
        int byAddress = Address.CompareTo(other.Address);
        return byAddress != 0 ? byAddress : Port.CompareTo(other.Port);
    }

    /// <summary><c>10.0.0.1:80</c>, <c>[2001:db8::1]:80</c>.</summary>
    public override string ToString() => Address.IsIpv4 ? $"{Address}:{Port}" : $"[{Address}]:{Port}";
}

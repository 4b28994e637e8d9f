using System.Buffers.Binary;

namespace Gor.Http;

/// <summary>
/// What proxies and their clients say to each other before the first message, on a connection that carries plain HTTP from there on:
/// the PROXY protocol (versions 1 and 2), SOCKS 4 and 4a, SOCKS 5 (RFC 1928) with a user's name (RFC 1929).
/// Each flow tells its own part; nothing of it is kept but the bytes of one unfinished part.
/// </summary>
/// <param name="isClient">True for the flow of requests.</param>
internal struct Preamble(bool isClient)
{
    private const int Unknown = -1;
    private const int None = 0;

    private const byte Socks4 = 4;
    private const byte Socks4Reply = 0;
    private const byte Socks5 = 5;
    private const byte UserNegotiation = 1;

    /// <summary>Fewer are in use; other protocols begin with the same number.</summary>
    private const byte MostMethods = 16;

    private bool _hasGreeted;

    private static ReadOnlySpan<byte> ProxySignature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>True once no more of it can follow.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How long the part is that <paramref name="data"/> begins with: 0 where it is none, -1 where more bytes must tell.</summary>
    public readonly int Measure(ReadOnlySpan<byte> data)
    {
        if (_hasGreeted)
        {
            return data[0] switch
            {
                UserNegotiation => isClient ? MeasureUser(data) : Fixed(data, 2),
                Socks5 => MeasureAddressed(data),
                _ => None,
            };
        }

        return data[0] switch
        {
            Socks5 => isClient ? MeasureGreeting(data) : Fixed(data, 2),
            Socks4 when isClient => MeasureSocks4(data),
            Socks4Reply when !isClient => data.Length < 2 ? Unknown : data[1] is >= 0x5A and <= 0x5D ? Fixed(data, 8) : None,
            (byte)'P' when isClient => MeasureProxy1(data),
            (byte)'\r' when isClient => MeasureProxy2(data),
            _ => None,
        };
    }

    /// <summary>A part was taken: whether another may follow.</summary>
    public void Take(ReadOnlySpan<byte> part)
    {
        IsOver = _hasGreeted ? part[0] == Socks5 : part[0] != Socks5;
        _hasGreeted = true;
    }

    private static int Fixed(ReadOnlySpan<byte> data, int length) => data.Length < length ? Unknown : length;

    /// <summary>Version, number of methods, methods.</summary>
    private static int MeasureGreeting(ReadOnlySpan<byte> data) =>
        data.Length < 2 ? Unknown : data[1] is 0 or > MostMethods ? None : Fixed(data, 2 + data[1]);

    /// <summary>Version, length and name, length and password.</summary>
    private static int MeasureUser(ReadOnlySpan<byte> data)
    {
        int name = data.Length < 2 ? Unknown : Fixed(data, 3 + data[1]);
        return name == Unknown ? Unknown : Fixed(data, name + data[name - 1]);
    }

    /// <summary>Version, command or reply, reserved, type of address, address, port.</summary>
    private static int MeasureAddressed(ReadOnlySpan<byte> data)
    {
        const int prefix = 4;
        const int port = 2;
        return data.Length <= prefix ? Unknown : data[3] switch
        {
            1 => Fixed(data, prefix + 4 + port),
            3 => Fixed(data, prefix + 1 + data[prefix] + port),
            4 => Fixed(data, prefix + 16 + port),
            _ => None,
        };
    }

    /// <summary>Version, command, port, address, a name that NUL ends, and where the address is 0.0.0.x a host that NUL ends.</summary>
    private static int MeasureSocks4(ReadOnlySpan<byte> data)
    {
        const int name = 8;
        const int longest = 512;
        if (data.Length >= 2 && data[1] is not (1 or 2))
        {
            return None;
        }

        int length = data.Length <= name ? Unknown : Terminated(data, name);
        bool hasHost = data.Length >= name && BinaryPrimitives.ReadUInt32BigEndian(data[4..]) is > 0 and < 256;
        length = length != Unknown && hasHost ? Terminated(data, length) : length;
        return length == Unknown && data.Length > longest ? None : length;
    }

    private static int Terminated(ReadOnlySpan<byte> data, int start)
    {
        int end = data[start..].IndexOf((byte)0);
        return end < 0 ? Unknown : start + end + 1;
    }

    /// <summary><c>PROXY TCP4 source destination port port CRLF</c>, at most 107 bytes.</summary>
    private static int MeasureProxy1(ReadOnlySpan<byte> data)
    {
        const int longest = 107;
        ReadOnlySpan<byte> line = data[..Math.Min(data.Length, longest)];
        if (!IsPrefix(line, "PROXY TCP4 "u8) && !IsPrefix(line, "PROXY TCP6 "u8) && !IsPrefix(line, "PROXY UNKNOWN"u8))
        {
            return None;
        }

        int end = line.IndexOf((byte)'\n');
        return end >= 0 ? end + 1 : line.Length < longest ? Unknown : None;
    }

    /// <summary>A signature of 12 bytes, version and command, family, length (2), addresses and more.</summary>
    private static int MeasureProxy2(ReadOnlySpan<byte> data)
    {
        const int prefix = 16;
        return !IsPrefix(data, ProxySignature) ? None
            : data.Length < prefix ? Unknown
            : Fixed(data, prefix + BinaryPrimitives.ReadUInt16BigEndian(data[14..]));
    }

    private static bool IsPrefix(ReadOnlySpan<byte> data, ReadOnlySpan<byte> whole)
    {
        int length = Math.Min(data.Length, whole.Length);
        return data[..length].SequenceEqual(whole[..length]);
    }
}

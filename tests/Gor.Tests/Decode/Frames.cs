using System.Buffers.Binary;
using System.Net;

namespace Gor.Tests.Decode;

/// <summary>Packets by hand: each method puts one header in front of what it carries.</summary>
internal static class Frames
{
    public const string Client = "10.0.0.1";
    public const string Server = "10.0.0.2";
    public const string Client6 = "2001:db8::1";
    public const string Server6 = "2001:db8::2";

    public static byte[] Concat(params byte[][] parts) => parts.SelectMany(part => part).ToArray();

    public static byte[] Be16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Be32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    public static byte[] Ethernet(int type, params byte[][] payload) =>
        Concat([new byte[] { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 }, Be16(type), .. payload]);

    public static byte[] Ipv4(
        int protocol,
        byte[] payload,
        string source = Client,
        string destination = Server,
        int? totalLength = null,
        int id = 1,
        int fragment = 0,
        byte[]? options = null)
    {
        options ??= [];
        int headerLength = 20 + options.Length;
        return Concat(
            [(byte)(0x40 | (headerLength / 4)), 0],
            Be16(totalLength ?? headerLength + payload.Length),
            Be16(id),
            Be16(fragment),
            [64, (byte)protocol, 0, 0],
            Address(source),
            Address(destination),
            options,
            payload);
    }

    public static byte[] Ipv6(
        int nextHeader, byte[] payload, string source = Client6, string destination = Server6, int? payloadLength = null) =>
        Concat(
            [0x60, 0, 0, 0],
            Be16(payloadLength ?? payload.Length),
            [(byte)nextHeader, 64],
            Address(source),
            Address(destination),
            payload);

    public static byte[] Tcp(
        string payload = "", int sourcePort = 40000, int destinationPort = 80, uint sequence = 1000, byte[]? options = null, byte flags = 0x18) =>
        Tcp(payload.Select(c => (byte)c).ToArray(), sourcePort, destinationPort, sequence, options, flags);

    public static byte[] Tcp(
        byte[] payload, int sourcePort = 40000, int destinationPort = 80, uint sequence = 1000, byte[]? options = null, byte flags = 0x18)
    {
        options ??= [];
        return Concat(
            Be16(sourcePort),
            Be16(destinationPort),
            Be32(sequence),
            Be32(77),
            [(byte)((20 + options.Length) / 4 << 4), flags, 0xFF, 0xFF, 0, 0, 0, 0],
            options,
            payload);
    }

    public static byte[] Udp(int sourcePort, int destinationPort, params byte[][] payload)
    {
        byte[] data = Concat(payload);
        return Concat(Be16(sourcePort), Be16(destinationPort), Be16(8 + data.Length), [0, 0], data);
    }

    /// <summary>IPv4 with one TCP segment that carries <paramref name="payload"/>: what most tests put behind other headers.</summary>
    public static byte[] Segment4(string payload = "GET") => Ipv4(6, Tcp(payload));

    public static byte[] Segment6(string payload = "GET") => Ipv6(6, Tcp(payload));
}

using System.Net;

namespace Gor.Tests.Capture;

/// <summary>Makes Ethernet frames, just whole enough for filters.</summary>
internal static class Frames
{
    private const int Ipv4 = 0x0800;
    private const int Ipv6 = 0x86dd;

    public static byte[] Tcp(string source, int sourcePort, string destination, int destinationPort, int fragmentOffset = 0, int protocol = 6)
    {
        IPAddress from = IPAddress.Parse(source);
        IPAddress to = IPAddress.Parse(destination);
        byte[] ports = new CaptureBytes(isBigEndian: true).U16(sourcePort).U16(destinationPort).Add(new byte[16]).ToArray();
        return from.GetAddressBytes().Length == 4
            ? Ethernet(Ipv4, Ipv4Header(from, to, protocol, fragmentOffset, ports))
            : Ethernet(Ipv6, Ipv6Header(from, to, protocol, ports));
    }

    /// <summary>TCP behind an IPv6 extension header of 8 bytes.</summary>
    public static byte[] TcpBehindExtension(string source, string destination, int extension) =>
        Ethernet(Ipv6, Ipv6Header(IPAddress.Parse(source), IPAddress.Parse(destination), extension, [6, 0, 0, 0, 0, 0, 0, 0, .. new byte[20]]));

    public static byte[] Tagged(byte[] frame, int vlan, int tagType = 0x8100) =>
        [.. frame[..12], (byte)(tagType >> 8), (byte)tagType, (byte)(vlan >> 8), (byte)vlan, .. frame[12..]];

    public static byte[] Pppoe(byte[] frame)
    {
        int protocol = frame[12] == 0x08 ? 0x21 : 0x57;
        return [.. frame[..12], 0x88, 0x64, 0x11, 0, 0, 1, 0, 0, 0, (byte)protocol, .. frame[14..]];
    }

    private static byte[] Ethernet(int type, byte[] payload) => [.. new byte[12], (byte)(type >> 8), (byte)type, .. payload];

    private static byte[] Ipv4Header(IPAddress from, IPAddress to, int protocol, int fragmentOffset, byte[] payload) =>
        new CaptureBytes(isBigEndian: true).Add(0x45, 0).U16(20 + payload.Length).U16(1).U16(fragmentOffset / 8).Add(64, (byte)protocol).U16(0)
            .Add(from.GetAddressBytes()).Add(to.GetAddressBytes()).Add(payload).ToArray();

    private static byte[] Ipv6Header(IPAddress from, IPAddress to, int nextHeader, byte[] payload) =>
        new CaptureBytes(isBigEndian: true).Add(0x60, 0, 0, 0).U16(payload.Length).Add((byte)nextHeader, 64)
            .Add(from.GetAddressBytes()).Add(to.GetAddressBytes()).Add(payload).ToArray();
}

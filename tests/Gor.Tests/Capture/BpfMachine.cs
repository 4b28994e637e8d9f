using System.Buffers.Binary;

namespace Gor.Tests.Capture;

/// <summary>Runs programs of the classic packet filter as the kernel does (bpf(4)): a load behind the packet's end drops the packet.</summary>
internal static class BpfMachine
{
    public static uint Run(byte[] program, ReadOnlySpan<byte> packet)
    {
        uint a = 0;
        uint x = 0;
        uint[] memory = new uint[16];
        for (int at = 0; ; at++)
        {
            ReadOnlySpan<byte> instruction = program.AsSpan(at * 8, 8);
            ushort code = BitConverter.ToUInt16(instruction);
            uint k = BitConverter.ToUInt32(instruction[4..]);
            switch (code)
            {
                case 0x28 or 0x40 or 0x48 or 0x50:
                    int size = code switch { 0x40 => 4, 0x50 => 1, _ => 2 };
                    long offset = code == 0x28 ? k : k + x;
                    if (offset + size > packet.Length)
                    {
                        return 0;
                    }

                    ReadOnlySpan<byte> bytes = packet.Slice((int)offset, size);
                    a = size switch { 4 => BinaryPrimitives.ReadUInt32BigEndian(bytes), 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes), _ => bytes[0] };
                    break;
                case 0x01:
                    x = k;
                    break;
                case 0x03:
                    memory[k] = x;
                    break;
                case 0x61:
                    x = memory[k];
                    break;
                case 0x05:
                    // The kernel knows no way back.
                    Assert.InRange(k, 0u, 4095u);
                    at += (int)k;
                    break;
                case 0x15:
                    at += a == k ? instruction[2] : instruction[3];
                    break;
                case 0x35:
                    at += a >= k ? instruction[2] : instruction[3];
                    break;
                case 0x54:
                    a &= k;
                    break;
                case 0x64:
                    a <<= (int)k;
                    break;
                case 0x0c:
                    a += x;
                    break;
                case 0x07:
                    x = a;
                    break;
                case 0x06:
                    return k;
                default:
                    throw new NotSupportedException($"code {code:x}");
            }
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Gor.Decode;
using Gor.Http;

namespace Gor.Tape;

/// <summary>
/// Ties the messages of one call together on a tape: 96 bits, written as 24 hexadecimal digits. While a taped call is on its way it
/// stands in the address of the connection that is made for the call.
/// </summary>
internal readonly record struct TapeId(uint High, ulong Low)
{
    public const int TextLength = 24;

    private const int HexOfHigh = 8;

    /// <summary>Any token; one that is not of our form is hashed.</summary>
    public static TapeId Of(ReadOnlySpan<byte> token)
    {
        bool isOurs = token.Length == TextLength
            && uint.TryParse(token[..HexOfHigh], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && ulong.TryParse(token[HexOfHigh..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        return isOurs
            ? new TapeId(
                uint.Parse(token[..HexOfHigh], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                ulong.Parse(token[HexOfHigh..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : Hash(token);
    }

    /// <summary>Of a call: the one it had on a tape, or one that is the same at every capture of the same packets.</summary>
    public static TapeId Of(in FlowKey key, HttpRequest request, in ExchangeOrder order)
    {
        if (key.Source.Address.IsMade)
        {
            return new TapeId((uint)key.Source.Address.High, key.Source.Address.Low);
        }

        Span<byte> seed = stackalloc byte[60];
        Write(key.Source, seed);
        Write(key.Destination, seed[18..]);
        BinaryPrimitives.WriteUInt64BigEndian(seed[36..], key.Tunnel);
        BinaryPrimitives.WriteInt64BigEndian(seed[44..], request.FirstTimestampNs);
        BinaryPrimitives.WriteInt64BigEndian(seed[52..], order.Index);
        return Hash(seed);
    }

    /// <summary>The connection of a taped call, from client to server.</summary>
    public FlowKey ToFlowKey() =>
        new(new Endpoint(new Address(Address.MadePrefix | High, Low), 0), new Endpoint(new Address(Address.MadePrefix, 0), 1), 0);

    public void Write(Span<byte> text)
    {
        High.TryFormat(text, out _, "x8", CultureInfo.InvariantCulture);
        Low.TryFormat(text[HexOfHigh..], out _, "x16", CultureInfo.InvariantCulture);
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextLength];
        Write(text);
        return Encoding.ASCII.GetString(text);
    }

    private static void Write(in Endpoint endpoint, Span<byte> seed)
    {
        BinaryPrimitives.WriteUInt64BigEndian(seed, endpoint.Address.High);
        BinaryPrimitives.WriteUInt64BigEndian(seed[8..], endpoint.Address.Low);
        BinaryPrimitives.WriteUInt16BigEndian(seed[16..], endpoint.Port);
    }

    private static TapeId Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(bytes, hash);
        return new TapeId(BinaryPrimitives.ReadUInt32BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[4..]));
    }
}

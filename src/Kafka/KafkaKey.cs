using System.Globalization;
using System.Text;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>
/// The key of messages: eight hexadecimal digits that are the same for all messages of a connection, both directions, so that they are in
/// one partition and in order. It is a hash: no address can be read from it.
/// </summary>
internal static class KafkaKey
{
    public static byte[] Of(uint connection) => Encoding.ASCII.GetBytes(connection.ToString("x8", CultureInfo.InvariantCulture));

    /// <summary>Of a call whose connection is not known: that which its id stands for.</summary>
    public static uint ConnectionOf(TapeId id) => id.ToFlowKey().SymmetricHash();
}

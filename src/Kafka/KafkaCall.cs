using Gor.Output;

namespace Gor.Kafka;

/// <summary>A call whose messages are under way.</summary>
/// <param name="bundle">It, without its content: librdkafka has that.</param>
/// <param name="messages">One or two.</param>
internal sealed class KafkaCall(Bundle bundle, int messages)
{
    private readonly Lock _gate = new();
    private int _open = messages;

    public Bundle Bundle => bundle;

    /// <summary>What the first one of its messages that failed died of; null for none.</summary>
    public Confluent.Kafka.Error? Error { get; private set; }

    /// <summary>One of its messages is done with.</summary>
    /// <returns>True for the last one.</returns>
    public bool End(Confluent.Kafka.Error error)
    {
        lock (_gate)
        {
            Error ??= error.IsError ? error : null;
            return --_open == 0;
        }
    }
}

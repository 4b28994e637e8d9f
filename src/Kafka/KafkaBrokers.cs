using Confluent.Kafka;

namespace Gor.Kafka;

/// <summary>
/// Whether an input has any broker. A topic may be silent for days, so silence says nothing; but librdkafka tells when the last broker went, and
/// from then on they are asked until one answers.
/// </summary>
internal sealed class KafkaBrokers(IClient client, string topic, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long? _goneAt;
    private long _askedAt;

    /// <summary>For how long there has been none; zero while there is one. Any thread.</summary>
    public TimeSpan Away
    {
        get
        {
            lock (_gate)
            {
                return _goneAt is { } gone ? time.GetElapsedTime(gone) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>None is left. Any thread.</summary>
    public void Gone()
    {
        lock (_gate)
        {
            _goneAt ??= time.GetTimestamp();
        }
    }

    /// <summary>One has answered.</summary>
    public void Found()
    {
        lock (_gate)
        {
            _goneAt = null;
        }
    }

    /// <summary>Asks again, where none is left and it is time to.</summary>
    public void Look()
    {
        if (Away == TimeSpan.Zero || time.GetElapsedTime(_askedAt) < Interval)
        {
            return;
        }

        try
        {
            Ask();
        }
        catch (KafkaException)
        {
            // What the trouble is has been told as an error.
        }
    }

    /// <returns>What a broker knows of the topic; null: nothing.</returns>
    /// <exception cref="KafkaException">None answers.</exception>
    public TopicMetadata? Ask()
    {
        try
        {
            using IAdminClient admin = new DependentAdminClientBuilder(client.Handle).Build();
            TopicMetadata? known = admin.GetMetadata(topic, Patience).Topics.Find(one => one.Topic == topic);
            Found();
            return known;
        }
        finally
        {
            _askedAt = time.GetTimestamp();
        }
    }
}

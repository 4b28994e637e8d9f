using Serilog;

namespace Gor.Kafka;

/// <summary>What an input says of its troubles: the same one at most once a minute. Any thread.</summary>
internal sealed class KafkaLog(string name, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _told = [];

    /// <param name="kind">What of it is the same each time.</param>
    /// <param name="text">A sentence without its full stop; no content of messages.</param>
    public void Trouble(string kind, string text)
    {
        lock (_gate)
        {
            if (!_told.TryGetValue(kind, out long told) || time.GetElapsedTime(told) >= Interval)
            {
                _told[kind] = time.GetTimestamp();
                log.Warning("{Input:l}: {Trouble:l}", name, text);
            }
        }
    }

    /// <summary>Of librdkafka: its own words are for who looks for a fault, but for those of offsets that were lost.</summary>
    public static void Write(ILogger log, string name, Confluent.Kafka.LogMessage message)
    {
        bool isOfUsers = message.Facility == "OFFSET" && message.Level <= Confluent.Kafka.SyslogLevel.Warning;
        log.Write(isOfUsers ? Serilog.Events.LogEventLevel.Warning : Serilog.Events.LogEventLevel.Debug, "{Name:l}: {Message:l}", name, message.Message);
    }
}

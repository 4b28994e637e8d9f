using Confluent.Kafka;

namespace Gor.Kafka;

/// <summary>
/// Why nothing gets through, from the errors that librdkafka tells one by one: a broker that breaks off is none as long as there are others, but
/// it is why all are gone, once they are. Any thread.
/// </summary>
internal sealed class KafkaDiagnosis
{
    private volatile string _lastReason = "";

    /// <returns>Null where the error alone does not keep anything from going on.</returns>
    public string? Of(Error error)
    {
        string last = _lastReason;
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            return last.Length > 0 ? $"{error.Reason}: {last}" : error.Reason;
        }

        _lastReason = error.Reason;
        bool isRefusal = error.Code is ErrorCode.Local_Ssl or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed;
        return isRefusal || error.IsFatal ? error.Reason : null;
    }
}

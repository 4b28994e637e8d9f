using Confluent.Kafka;
using Gor.Kafka;

namespace Gor.Tests.Kafka;

public sealed class KafkaDiagnosisTests
{
    private readonly KafkaDiagnosis _diagnosis = new();

    [Fact]
    public void One_broker_of_several_keeps_nothing_from_going_on() =>
        Assert.Null(_diagnosis.Of(new Error(ErrorCode.Local_Transport, "a:9092: refused")));

    [Fact]
    public void When_all_are_gone_the_reason_of_the_last_one_is_told()
    {
        Assert.Equal("all down", _diagnosis.Of(new Error(ErrorCode.Local_AllBrokersDown, "all down")));
        _diagnosis.Of(new Error(ErrorCode.Local_Resolve, "a: no such host"));
        _diagnosis.Of(new Error(ErrorCode.Local_Transport, "b:9092: refused"));
        Assert.Equal("all down: b:9092: refused", _diagnosis.Of(new Error(ErrorCode.Local_AllBrokersDown, "all down")));
    }

    [Theory]
    [InlineData(ErrorCode.Local_Ssl, false)]
    [InlineData(ErrorCode.Local_Authentication, false)]
    [InlineData(ErrorCode.SaslAuthenticationFailed, false)]
    [InlineData(ErrorCode.Local_Fatal, true)]
    [InlineData(ErrorCode.OutOfOrderSequenceNumber, true)]
    public void A_refusal_and_what_the_client_does_not_outlive_are_told_at_once_and_remembered(ErrorCode code, bool isFatal)
    {
        Assert.Equal("why", _diagnosis.Of(new Error(code, "why", isFatal)));
        Assert.Equal("all down: why", _diagnosis.Of(new Error(ErrorCode.Local_AllBrokersDown, "all down")));
    }
}

using Confluent.Kafka;
using Gor.Cli;
using Gor.Kafka;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Kafka;

/// <summary>What the flags mean to librdkafka, and which do not go together.</summary>
public sealed class KafkaFlagsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--output-kafka-host h", "--output-kafka-host is given without a topic. Name one: --output-kafka-topic calls.")]
    [InlineData("--output-kafka-topic t", "--output-kafka-topic is given without a broker. Name one: --output-kafka-host kafka:9092.")]
    [InlineData("--input-kafka-topic t", "--input-kafka-topic is given without a broker. Name one: --input-kafka-host kafka:9092.")]
    [InlineData("--output-kafka-host h --output-kafka-topic t --output-kafka-use-sasl --output-kafka-username u", "--output-kafka-use-sasl needs --output-kafka-username and --output-kafka-password (better the variable GOR_OUTPUT_KAFKA_PASSWORD, which no list of processes shows).")]
    [InlineData("--kafka-tls-client-cert c", "--kafka-tls-client-cert is given without --kafka-tls-client-key: a certificate is of use with its key only. Give both.")]
    [InlineData("--kafka-tls-client-key k", "--kafka-tls-client-key is given without --kafka-tls-client-cert: a certificate is of use with its key only. Give both.")]
    [InlineData("--input-kafka-group g --input-kafka-offset 5", "--input-kafka-offset: with --input-kafka-group only -1 (newest) and -2 (oldest) go, and hold where the group has no place of its own yet.")]
    public void Half_of_a_whole_is_an_error(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.IsType<UsageError>(RunLine.Parse(["--input-dummy", "1", .. line.Split(' ')], new Dictionary<string, string>())).Errors));

    [Fact]
    public void A_topic_is_an_input_and_an_output()
    {
        RunCommand run = Parse("--input-kafka-host h --input-kafka-topic t --output-kafka-host h --output-kafka-topic u");
        Assert.Empty(run.Options.Output.Resurface);
        Assert.Equal(("kafka h/t", "kafka h/u"), (run.Options.Kafka.Input.Name, run.Options.Kafka.Output.Name));
    }

    [Theory]
    [InlineData("", "security.protocol=plaintext")]
    [InlineData("--kafka-tls", "security.protocol=ssl")]
    [InlineData("--kafka-tls-ca-cert ca", "security.protocol=ssl ssl.ca.location=ca")]
    [InlineData("--kafka-tls-client-cert c --kafka-tls-client-key k", "security.protocol=ssl ssl.certificate.location=c ssl.key.location=k")]
    [InlineData(
        "--SIDE-kafka-use-sasl --SIDE-kafka-username u --SIDE-kafka-password p",
        "sasl.mechanisms=PLAIN sasl.password=p sasl.username=u security.protocol=sasl_plaintext")]
    [InlineData(
        "--SIDE-kafka-use-sasl --SIDE-kafka-mechanism SCRAM-SHA-512 --SIDE-kafka-username u --SIDE-kafka-password p --kafka-tls",
        "sasl.mechanisms=SCRAM-SHA-512 sasl.password=p sasl.username=u security.protocol=sasl_ssl")]
    public void Trust_and_login_are_told_to_librdkafka(string flags, string expected)
    {
        KafkaOptions Options(string side) => Parse($"--input-dummy 1 --{side}-kafka-host h --{side}-kafka-topic t {flags.Replace("SIDE", side)}".TrimEnd()).Options.Kafka;
        Assert.Equal(expected, Security(KafkaSettings.OfOutput(Options("output"))));
        Assert.Equal(expected, Security(KafkaSettings.OfInput(Options("input"))));
    }

    [Theory]
    [InlineData("", AutoOffsetReset.Latest)]
    [InlineData("--input-kafka-offset -2", AutoOffsetReset.Earliest)]
    [InlineData("--input-kafka-group g", AutoOffsetReset.Earliest)]
    [InlineData("--input-kafka-group g --input-kafka-offset -1", AutoOffsetReset.Latest)]
    public void A_new_group_begins_at_the_oldest_message(string flags, AutoOffsetReset expected) =>
        Assert.Equal(expected, KafkaSettings.OfInput(Parse($"--input-kafka-host h --input-kafka-topic t {flags}".TrimEnd()).Options.Kafka).AutoOffsetReset);

    [Theory]
    [InlineData("--output-kafka-host", "--output-kafka-topic", "--kafka-tls-ca-cert")]
    [InlineData("--input-kafka-host", "--input-kafka-topic", "--kafka-tls-ca-cert")]
    public void A_file_that_is_not_there_is_named_with_its_flag(string host, string topic, string flag)
    {
        var error = Assert.Throws<StartException>(() => GorRun.Open(new Logged(), "--input-dummy", "1", host, "127.0.0.1:1", topic, "t", flag, "/nowhere/ca.pem"));
        Assert.Contains($"{flag} /nowhere/ca.pem: ", error.Message);
        Assert.EndsWith("Name a PEM file that is there and may be read.", error.Message);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_an_error_of_the_start()
    {
        string file = _folder.Write("ca.pem", "nonsense"u8.ToArray());
        var error = Assert.Throws<StartException>(() => GorRun.Open(
            new Logged(), "--input-dummy", "1", "--output-kafka-host", "127.0.0.1:1", "--output-kafka-topic", "t", "--kafka-tls-ca-cert", file));
        Assert.StartsWith("--output-kafka-host: ", error.Message);
        Assert.Contains("ssl.ca.location", error.Message);
    }

    [Theory]
    [InlineData("--output-kafka-password")]
    [InlineData("--input-kafka-password")]
    public void A_password_is_shown_nowhere(string flag)
    {
        string side = flag[2..].Split('-')[0];
        string[] words = ["--input-dummy", "1", $"--{side}-kafka-host", "h", $"--{side}-kafka-topic", "t", $"--{side}-kafka-use-sasl", $"--{side}-kafka-username", "u", flag, "very:secret@word"];
        string text = Assert.IsType<PrintCommand>(ConfigLine.Parse(words, new Dictionary<string, string>())).Text;
        Assert.Contains($"{flag[2..]} = \"***\"", text);
        Assert.DoesNotContain("very", text);
        Assert.DoesNotContain("secret", text);
    }

    [Fact]
    public async Task A_password_that_can_be_read_on_its_way_is_warned_of()
    {
        var log = new Logged();
        await using Pipeline gor = GorRun.Open(
            log, "--input-dummy", "1", "--output-kafka-host", "127.0.0.1:1", "--output-kafka-topic", "t", "--output-kafka-use-sasl", "--output-kafka-username", "u", "--output-kafka-password", "p");
        Assert.Contains(log.Lines, line => line.Contains("PLAIN without TLS (--output-kafka-use-sasl): the password can be read on its way", StringComparison.Ordinal));
    }

    private static RunCommand Parse(string line) => Assert.IsType<RunCommand>(RunLine.Parse(line.Split(' '), new Dictionary<string, string>()));

    private static string Security(ClientConfig settings) => string.Join(' ', settings
        .Where(one => one.Key.Split('.')[0] is "sasl" or "security" or "ssl")
        .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}

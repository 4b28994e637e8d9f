using System.Security.Cryptography.X509Certificates;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Kafka;

/// <summary>TLS and SASL on real sockets, as far as the first words: the brokers that librdkafka plays have neither.</summary>
public sealed class KafkaTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("PLAIN", "^\0who\0what$")]
    [InlineData("SCRAM-SHA-256", "^n,,n=who,r=.+$")]
    [InlineData("SCRAM-SHA-512", "^n,,n=who,r=.+$")]
    public async Task The_login_of_an_output_reaches_the_broker(string mechanism, string words)
    {
        await using var server = new KafkaLoginServer();
        await LoginAsync(
            server, mechanism, words, "--input-dummy", "1", "--output-kafka-host", server.Host, "--output-kafka-topic", "t", "--output-kafka-use-sasl", "--output-kafka-mechanism",
            mechanism, "--output-kafka-username", "who", "--output-kafka-password", "what");
    }

    [Fact]
    public async Task The_login_of_an_input_reaches_the_broker()
    {
        await using var server = new KafkaLoginServer();
        await LoginAsync(
            server, "PLAIN", "^\0who\0what$", "--input-kafka-host", server.Host, "--input-kafka-topic", "t", "--input-kafka-use-sasl", "--input-kafka-mechanism",
            "PLAIN", "--input-kafka-username", "who", "--input-kafka-password", "what", "--output-null");
    }

    [Fact]
    public async Task A_broker_that_is_trusted_is_spoken_to_and_shown_a_certificate()
    {
        (string certificate, string key) = TestCertificate.Write(_folder);
        await using var server = new KafkaLoginServer(Load(certificate, key));
        await using Pipeline gor = Open(
            new Logged(), "--input-dummy", "1", "--output-kafka-host", server.Host, "--output-kafka-topic", "t", "--kafka-tls-ca-cert", certificate,
            "--kafka-tls-client-cert", certificate, "--kafka-tls-client-key", key);
        Assert.Equal("CN=localhost", await server.Certificate.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_is_not_trusted_gets_nothing_and_the_loss_is_counted(bool namesAnother)
    {
        (string certificate, string key) = TestCertificate.Write(_folder);
        await using var server = new KafkaLoginServer(Load(certificate, key));
        var log = new Logged();
        string[] trust = namesAnother ? ["--kafka-tls-ca-cert", TestCertificate.Write(_other).Certificate] : ["--kafka-tls"];
        await using Pipeline gor = Open(
            log, ["--input-dummy", "1", "--output-kafka-host", server.Host, "--output-kafka-topic", "t", "--shutdown-timeout", "100ms", .. trust]);
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => gor.Outputs[0].Tally.Accepted > 0 && log.Lines.Any(line => line.Contains("certificate verify failed", StringComparison.OrdinalIgnoreCase)));
        await stop.CancelAsync();
        await running;
        Assert.Equal(gor.Outputs[0].Tally.Accepted, gor.Outputs[0].Tally.GivenUp);
        Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
        Assert.False(server.Certificate.Task.IsCompleted);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("does not take records: ", StringComparison.Ordinal)
            && line.Contains("certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_input_whose_broker_is_not_trusted_says_so()
    {
        (string certificate, string key) = TestCertificate.Write(_folder);
        await using var server = new KafkaLoginServer(Load(certificate, key));
        var log = new Logged();
        await using Pipeline gor = Open(
            log, "--input-kafka-host", server.Host, "--input-kafka-topic", "t", "--output-null", "--kafka-tls-ca-cert", TestCertificate.Write(_other).Certificate);
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("nothing can be read: ", StringComparison.Ordinal)));
        await stop.CancelAsync();
        Assert.True(await running);
    }

    private static async Task LoginAsync(KafkaLoginServer server, string mechanism, string words, params string[] flags)
    {
        var log = new Logged();
        await using Pipeline gor = Open(log, flags);
        Assert.Equal(mechanism, await server.Mechanism.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Matches(words, await server.Words.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(log.Lines, line => line.Contains("what", StringComparison.Ordinal));
    }

    private static Pipeline Open(Logged log, params string[] flags) => GorRun.Open(log, flags);

    private static X509Certificate2 Load(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }
}

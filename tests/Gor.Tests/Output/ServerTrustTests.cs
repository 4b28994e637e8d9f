using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gor.Output;
using Gor.Tests.Kit;

namespace Gor.Tests.Output;

public sealed class ServerTrustTests : IDisposable
{
    private readonly Logged _logged = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gor-tls-").FullName;

    private string CertificatePath => Path.Combine(_folder, "ca.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, false, "1 = 1 given up")]
    [InlineData(true, false, "1 = 1 delivered")]
    [InlineData(false, true, "1 = 1 delivered")]
    public async Task Sends_to_a_server_that_is_trusted_only(bool namesTheCertificate, bool insecure, string tally)
    {
        using X509Certificate2 certificate = SelfSigned();
        await File.WriteAllTextAsync(CertificatePath, certificate.ExportCertificatePem());
        await using HttpSink sink = await HttpSink.StartAsync(answer: null, port: 0, certificate);
        var options = new OutputOptions
        {
            Resurface = [sink.Url],
            CertificateFile = namesTheCertificate ? CertificatePath : "",
            Insecure = insecure,
        };
        await using IOutput output = OutputFactory.Create(options, false, false, new BundleQueues(holdBack: true, TimeProvider.System), _logged.Log).Single();
        IRecordWriter writer = output.OpenWriter();
        writer.Write("[[\"now\",\"1\"]]"u8);
        writer.Close();
        using var deadline = new CancellationTokenSource();
        if (tally.Contains("given up"))
        {
            await Eventually.TrueAsync(() => _logged.Lines.Any(line => line.Contains("certificate")));
            await deadline.CancelAsync();
        }

        await output.StopAsync(deadline.Token);
        Assert.Equal(tally, output.Tally.ToString());
        Assert.Equal(insecure, _logged.Lines.Any(line => line.Contains("is not verified")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Says_that_there_is_no_certificate(string content)
    {
        Assert.Contains(CertificatePath, Refusal());
        await File.WriteAllTextAsync(CertificatePath, content, Encoding.ASCII);
        Assert.Contains("--output-resurface-ca", Refusal());
    }

    private string Refusal()
    {
        var options = new OutputOptions { Resurface = ["https://localhost/"], CertificateFile = CertificatePath };
        return Assert.Throws<OutputException>(() => OutputFactory.Create(options, false, false, new BundleQueues(holdBack: true, TimeProvider.System), _logged.Log)).Message;
    }

    internal static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sink", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

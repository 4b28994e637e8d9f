using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gor.Tests.Capture;

namespace Gor.Tests.Kit;

/// <summary>A certificate for <c>localhost</c> that nobody signed.</summary>
internal static class TestCertificate
{
    /// <summary>PEM files.</summary>
    public static (string Certificate, string Key) Write(TemporaryFolder folder)
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 certificate = Request(key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (
            folder.Write("cert.pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
            folder.Write("key.pem", Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())));
    }

    private static CertificateRequest Request(RSA key) => new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}

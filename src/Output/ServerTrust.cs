using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gor.Output;

/// <summary>Which servers TLS believes.</summary>
internal static class ServerTrust
{
    /// <exception cref="OutputException">The file of certificates has none.</exception>
    public static SslClientAuthenticationOptions Of(OutputOptions options)
    {
        var trust = new SslClientAuthenticationOptions();
        if (options.Insecure)
        {
            trust.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        if (options.CertificateFile.Length > 0)
        {
            trust.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            trust.CertificateChainPolicy.CustomTrustStore.AddRange(Read(options.CertificateFile));
        }

        return trust;
    }

    private static X509Certificate2Collection Read(string file)
    {
        const string Remedy = "name a PEM file with the certificate of the authority that signed the server's";
        if (OpenSsl.IsMissing)
        {
            throw new OutputException($"--output-resurface-ca {file}: reading certificates {OpenSsl.Remedy}");
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OutputException($"--output-resurface-ca {file}: {e.Message}; {Remedy}.", e);
        }

        return certificates.Count > 0 ? certificates
            : throw new OutputException($"--output-resurface-ca {file}: there is no certificate in it; {Remedy}.");
    }
}

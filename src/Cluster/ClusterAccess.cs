using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gor.Cluster;

/// <summary>Where the API server is, and by what account it is asked.</summary>
/// <param name="Server">Without a path.</param>
/// <param name="Folder">With <c>token</c> and <c>ca.crt</c>, as Kubernetes mounts a service account; either may be missing.</param>
internal sealed record ClusterAccess(Uri Server, string Folder)
{
    public const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <param name="api">A URL; empty for the variables that every pod has.</param>
    /// <param name="folder">Of the account; empty for where pods have it.</param>
    /// <param name="variable">Reads a variable of the process.</param>
    /// <exception cref="ClusterException">Nothing tells where the API server is.</exception>
    public static ClusterAccess Of(string api, string folder, Func<string, string?> variable)
    {
        string place = folder.Length > 0 ? folder : AccountFolder;
        if (api.Length > 0)
        {
            return new ClusterAccess(new Uri(api), place);
        }

        string host = variable("KUBERNETES_SERVICE_HOST") ?? "";
        string port = variable("KUBERNETES_SERVICE_PORT") ?? "443";
        string authority = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
        return host.Length > 0 && Uri.TryCreate($"https://{authority}", UriKind.Absolute, out Uri? server)
            ? new ClusterAccess(server, place)
            : throw new ClusterException(
                "k8s:// needs the cluster's API, and this is no pod (there is no KUBERNETES_SERVICE_HOST). Run gor in the cluster, with a service account that "
                + "may list and watch, or name the API by --input-raw-k8s-api: kubectl proxy serves it on http://127.0.0.1:8001.");
    }

    /// <summary>Read anew for each request: Kubernetes renews it every hour. Null where there is none.</summary>
    /// <exception cref="ClusterException">It is there, and cannot be read.</exception>
    public string? ReadToken()
    {
        string path = Path.Combine(Folder, "token");
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"The token {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Trusts the cluster's own authority, where the account names it.</summary>
    /// <exception cref="ClusterException">There is a file for it, and no certificate in it.</exception>
    public SslClientAuthenticationOptions Trust()
    {
        var trust = new SslClientAuthenticationOptions();
        string path = Path.Combine(Folder, "ca.crt");
        if (!File.Exists(path))
        {
            return trust;
        }

        trust.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            trust.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ClusterException($"The certificates of {path} cannot be read: {problem.Message}", problem);
        }

        return trust;
    }
}

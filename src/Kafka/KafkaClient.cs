using Confluent.Kafka;

namespace Gor.Kafka;

/// <summary>Makes a client of Confluent.Kafka, and says what is wrong where it cannot be made.</summary>
internal static class KafkaClient
{
    /// <param name="flag">That asks for it.</param>
    /// <param name="make">Its builder.</param>
    /// <param name="fault">Told where it cannot be made; gives the exception to throw.</param>
    public static T Make<T>(string flag, KafkaOptions options, Func<T> make, Func<string, Exception?, Exception> fault)
    {
        CheckFiles(options, fault);
        try
        {
            KafkaLibrary.Load();
            return make();
        }
        catch (Exception e) when (e is DllNotFoundException)
        {
            throw fault($"{flag}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KafkaException or ArgumentException)
        {
            throw fault($"{flag}: {e.Message.TrimEnd('.')}. Correct it, or the files of --kafka-tls-ca-cert, --kafka-tls-client-cert and --kafka-tls-client-key.", e);
        }
    }

    private static void CheckFiles(KafkaOptions options, Func<string, Exception?, Exception> fault)
    {
        (string Flag, string Path)[] files =
        [
            ("--kafka-tls-ca-cert", options.TrustFile), ("--kafka-tls-client-cert", options.CertificateFile), ("--kafka-tls-client-key", options.KeyFile),
        ];
        foreach ((string flag, string path) in files.Where(file => file.Path.Length > 0))
        {
            try
            {
                File.OpenRead(path).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw fault($"{flag} {path}: {e.Message.TrimEnd('.')}. Name a PEM file that is there and may be read.", e);
            }
        }
    }
}

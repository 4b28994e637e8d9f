namespace Gor.Kafka;

/// <summary>Topics of Apache Kafka that calls come from and go to.</summary>
internal sealed record KafkaOptions
{
    public KafkaEnd Input { get; init; } = new();

    public KafkaEnd Output { get; init; } = new();

    /// <summary>
    /// Where reading begins: an offset of each partition, -1 behind the newest message, -2 at the oldest one; null: -1, and -2 for a group
    /// that was never here.
    /// </summary>
    public long? Offset { get; init; }

    /// <summary>The consumer group that shares the partitions out among its members; empty: this run reads them all.</summary>
    public string Group { get; init; } = "";

    /// <summary>TLS with the certificates that the system trusts.</summary>
    public bool IsSecure { get; init; }

    /// <summary>PEM file of the certificates that are trusted instead.</summary>
    public string TrustFile { get; init; } = "";

    /// <summary>PEM files of the certificate and the key by which gor shows who it is.</summary>
    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    /// <summary>Any of the files means TLS, as in GoReplay.</summary>
    public bool UsesTls => IsSecure || TrustFile.Length > 0 || CertificateFile.Length > 0 || KeyFile.Length > 0;
}

namespace Gor.Output;

/// <summary>Where records go. Sizes in bytes.</summary>
internal sealed record OutputOptions
{
    /// <summary>
    /// Destinations of records, in order: <c>http://…</c>, <c>https://…</c>, <c>file:///path.ndjson</c>, a path ending in
    /// <c>.ndjson</c>, or <c>-</c> (stdout). Defaults are filled in before.
    /// </summary>
    public IReadOnlyList<string> Resurface { get; init; } = [];

    /// <summary>How much of the calls each of them gets, in the same order; what is missing at the end gets all.</summary>
    public IReadOnlyList<RateLimit> ResurfaceLimits { get; init; } = [];

    /// <summary>Where <see cref="Resurface"/> came from: a flag, a variable or the documented default.</summary>
    public string Source { get; init; } = "--output-resurface";

    public bool Null { get; init; }

    /// <summary>NDJSON bytes of one bundle before compression.</summary>
    public int BundleSize { get; init; } = 5 << 20;

    public TimeSpan BundleAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of compressed bundles that may wait in memory, per destination.</summary>
    public long MemoryLimit { get; init; } = 64 << 20;

    public SpoolOptions Spool { get; init; } = new();

    /// <summary>The run ends as soon as an output loses a record.</summary>
    public bool ExitOnLoss { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Fields that each POST carries.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; init; } = [];

    /// <summary>A PEM file of the certificates that TLS trusts, instead of the system's; empty: the system's.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>TLS without a look at the certificate.</summary>
    public bool Insecure { get; init; }
}

namespace Gor.Kafka;

/// <summary>A topic and the way to it: one each for input and output.</summary>
internal sealed record KafkaEnd
{
    /// <summary>Brokers to ask for the others, <c>HOST[:PORT],…</c>; empty: there is no such input or output.</summary>
    public string Hosts { get; init; } = "";

    public string Topic { get; init; } = "";

    /// <summary>Messages are JSON objects instead of GoReplay's format.</summary>
    public bool IsJson { get; init; }

    public bool UsesSasl { get; init; }

    /// <summary><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</summary>
    public string Mechanism { get; init; } = "PLAIN";

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    public bool IsGiven => Hosts.Length > 0 && Topic.Length > 0;

    /// <summary>For the start-up lines and the ledger.</summary>
    public string Name => $"kafka {Hosts}/{Topic}";
}

namespace Gor;

/// <summary>Says of a capture that has found no call yet what it has seen instead, and what to do.</summary>
internal static class FirstLook
{
    /// <summary>How long an operator should wait for a word.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>A sentence, or null where there are calls.</returns>
    public static string? Explain(Ledger ledger)
    {
        long packets = ledger[Counter.PacketsReceived];
        return ledger[Counter.ExchangesFormed] > 0 ? null
            : packets == 0 ? "no packet has matched the filter yet: is it the right port and device, and does traffic pass there?"
            : ledger[Counter.PacketsDecoded] == 0 ? $"none of {packets} packets is a TCP segment of these ports: see the ledger (SIGUSR1) for what they are"
            : ledger[Counter.BytesNotHttpTls] > 0 ? "the connections are encrypted (TLS): capture behind the place that decrypts them"
            : ledger[Counter.BytesNotHttpHttp2] > 0 ? "the connections speak HTTP/2, which gor does not read: capture where HTTP/1 is spoken"
            : ledger[Counter.Requests] > 0 && ledger[Counter.Responses] == 0
                ? "only requests are seen: the responses take another way, or the filter (--input-raw-bpf-filter) leaves them out"
            : ledger[Counter.Responses] > 0 && ledger[Counter.Requests] == 0
                ? "only responses are seen: the requests take another way, or the filter (--input-raw-bpf-filter) leaves them out"
            : ledger[Counter.BytesPayload] == 0 ? $"{packets} packets and none has content: these are health checks, or idle connections"
            : "the connections carry no HTTP/1 so far: see the ledger (SIGUSR1) for what they are";
    }
}

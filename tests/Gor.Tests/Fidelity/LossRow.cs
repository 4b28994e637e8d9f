namespace Gor.Tests.Fidelity;

/// <summary>What became of the calls of some traffic when packets of its capture were lost.</summary>
internal sealed class LossRow
{
    public long Calls { get; set; }

    public long Found { get; set; }

    public long Truncated { get; set; }

    public long OrphanedRequests { get; set; }

    public long OrphanedResponses { get; set; }

    /// <summary>Pairs that were none, and bodies that claim what was not sent.</summary>
    public List<string> Wrong { get; } = [];

    public void Count(Counters counters)
    {
        OrphanedRequests += counters[Counter.Requests] - counters[Counter.RequestsExchanged];
        OrphanedResponses += counters[Counter.Responses] - counters[Counter.ResponsesExchanged];
    }
}

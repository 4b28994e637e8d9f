using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// Whether the client of one connection waits for the response to a request before it sends the next: only then does an
/// acknowledgement number tell which request a response answers.
/// </summary>
internal struct Patience(bool sawSyn)
{
    /// <summary>True once the client was seen to send a request when it had all of the answer to the one before.</summary>
    private bool _hasWaited;

    /// <summary>True while every byte of the connection was seen: it is known then, and not only not disproved, that it waits.</summary>
    private bool _isWhole = sawSyn;

    /// <summary>True until anything is told of the server's flow, where its begin is known.</summary>
    private bool _isServerSilent = sawSyn;

    /// <summary>Position up to which the server's flow was told, as bytes or as gaps.</summary>
    private long _told = Arrival.Unknown;

    /// <summary>Position behind the last response that was paired with certainty; at first the begin of the server's flow, if seen.</summary>
    private long _provenEnd = Arrival.Unknown;

    private long _lastRequestAcknowledged = Arrival.Unknown;

    /// <summary>True once the client was seen to send a request before the answer to the one before: acknowledgements prove nothing then.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>True where it is known that the client waits, or has waited.</summary>
    public readonly bool IsKnown => _isWhole || _hasWaited;

    /// <summary>The server's flow tells of bytes, or of a gap without any.</summary>
    /// <param name="waiting">The requests that wait for a response.</param>
    /// <param name="end">Position behind the bytes.</param>
    public void HearServer(List<OpenExchange> waiting, ReadOnlySpan<byte> data, in Arrival arrival, long end)
    {
        if (_isServerSilent)
        {
            _provenEnd = arrival.Position;
            _isServerSilent = false;
        }

        _told = end;
        for (int i = 0; i < waiting.Count && !IsBroken && !data.IsEmpty; i++)
        {
            IsBroken = waiting[i].WasOvertakenBy(data, arrival);
        }
    }

    /// <summary>A request begins: a client that waits for its responses has received all that the server sent before.</summary>
    /// <param name="hasBeenAnswered">True where an earlier request of the connection was.</param>
    public void HearClient(in MessageStart request, bool hasBeenAnswered)
    {
        // Nothing was received since the request before, or since its last byte, or ever; or more was on its way.
        long acknowledged = request.Acknowledged;
        _hasWaited |= acknowledged == _provenEnd && hasBeenAnswered && !request.IsAfterLoss;
        IsBroken |= Overtakes(acknowledged, _lastRequestAcknowledged + 1) || Overtakes(acknowledged, _told)
            || (request.IsAfterLoss && (_isServerSilent || Overtakes(acknowledged, _provenEnd + 1)))
            || (request.Boundary == request.Position && Overtakes(acknowledged, request.AcknowledgedBefore + 1));
        _lastRequestAcknowledged = Math.Max(_lastRequestAcknowledged, acknowledged);
    }

    /// <summary>A response is proven, and ends there.</summary>
    public void HearAnswer(long end) => _provenEnd = end;

    /// <summary>A request did not wait.</summary>
    public void Break() => IsBroken = true;

    /// <summary>What was taken for the server is the client.</summary>
    public void ForgetServer(bool isBeginKnown)
    {
        _isServerSilent = isBeginKnown;
        _provenEnd = Arrival.Unknown;
        _told = Arrival.Unknown;
    }

    /// <summary>Bytes of either flow were not captured.</summary>
    public void MissBytes() => _isWhole = false;

    private static bool Overtakes(long acknowledged, long end) => acknowledged != Arrival.Unknown && acknowledged < end;
}

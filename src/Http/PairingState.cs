using Gor.Flows;

namespace Gor.Http;

/// <summary>What a <see cref="Pairing"/> knows of its connection while nothing is under way. A mutable struct: lives in a field.</summary>
/// <param name="sawSyn">True where the capture saw the handshake.</param>
/// <param name="client">Which flow is the client's.</param>
internal struct PairingState(bool sawSyn, FlowSide client)
{
    public Patience Patience = new(sawSyn);

    /// <summary>Position of the first request that was heard of.</summary>
    public long FirstRequest = Arrival.Unknown;

    /// <summary>What a response acknowledged at most.</summary>
    public long HighestAcknowledged = Arrival.Unknown;

    /// <summary>Number of the next exchange.</summary>
    public long Index;

    public FlowSide Client = client;

    /// <summary>True while no response can be missing between the last proven one and the next.</summary>
    public bool IsInOrder = true;

    public bool HasMissed;
    public bool HasLostRequests;
    public bool HasLostResponses;

    /// <summary>True where there may be a request before the next one whose answer is still to come.</summary>
    public bool NextIsAfterLoss;

    /// <summary>
    /// A response cannot answer what its server had not received; heeded once this server was seen to acknowledge at all,
    /// as made-up captures often leave the number alone.
    /// </summary>
    public readonly bool HadReached(in MessageStart response, OpenExchange open) =>
        response.Acknowledged == Arrival.Unknown || response.Acknowledged > open.Start.Position || HighestAcknowledged <= FirstRequest;
}

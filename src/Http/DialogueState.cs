using Gor.Flows;

namespace Gor.Http;

/// <summary>What there is to know of a connection's HTTP between two calls. A mutable struct: lives in a field.</summary>
internal struct DialogueState(bool sawSyn, FlowSide client)
{
    public ReaderState Forward = new(sawSyn);

    public ReaderState Reverse = new(sawSyn);

    public PairingState Pairing = new(sawSyn, client);
}

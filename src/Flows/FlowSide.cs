namespace Gor.Flows;

/// <summary>The two flows of a connection, named by the direction of the first segment that was seen.</summary>
internal enum FlowSide : byte
{
    /// <summary>From the sender of the connection's first seen segment.</summary>
    Forward = 0,

    /// <summary>The other direction.</summary>
    Reverse = 1,
}

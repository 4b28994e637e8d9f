namespace Gor.Flows;

/// <summary>Why no more bytes of a flow will come.</summary>
internal enum FlowEnd : byte
{
    /// <summary>FIN: the sender said that it is done, all bytes before it were delivered or told as gaps.</summary>
    Fin,

    /// <summary>RST by either side.</summary>
    Reset,

    /// <summary>Nothing was seen for the idle time, or the table was full, or a new connection took the 4-tuple.</summary>
    Idle,

    /// <summary>The capture ended while the connection was open.</summary>
    CaptureEnd,
}

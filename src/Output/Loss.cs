namespace Gor.Output;

/// <summary>Why an output lost records; each is logged by itself.</summary>
internal enum Loss
{
    NoRoom,
    Refused,
    SetAside,
    GaveWay,
    Damaged,
    WriteFailed,
    GivenUp,
    Unanswered,
}

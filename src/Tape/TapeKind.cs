namespace Gor.Tape;

/// <summary>The first digit of a taped message.</summary>
internal enum TapeKind : byte
{
    Request = 1,

    Response = 2,

    /// <summary>What a server answered when the request was replayed.</summary>
    ReplayedResponse = 3,
}

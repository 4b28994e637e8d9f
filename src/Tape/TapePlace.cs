namespace Gor.Tape;

/// <summary>Where a message stood, for a source that can be told what it need not bring again.</summary>
internal readonly record struct TapePlace(int Partition, long Offset);

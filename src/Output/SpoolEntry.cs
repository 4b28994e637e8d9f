namespace Gor.Output;

/// <summary>What is remembered of one file of the spool.</summary>
/// <param name="Number">Its name, and its place: the lowest is the oldest.</param>
/// <param name="Charge">Bytes of the spool's size.</param>
internal readonly record struct SpoolEntry(long Number, int Records, long Charge);

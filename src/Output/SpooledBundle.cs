namespace Gor.Output;

/// <summary>A bundle that was read from the spool to be sent; its file is still there.</summary>
internal sealed record SpooledBundle(SpoolEntry Entry, Bundle Bundle);

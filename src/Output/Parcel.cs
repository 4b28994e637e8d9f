namespace Gor.Output;

/// <summary>A bundle that is being sent.</summary>
/// <param name="Spooled">Where it came from the spool; else it holds room in the queue.</param>
internal sealed record Parcel(Bundle Bundle, SpooledBundle? Spooled);

namespace Gor.Masking;

/// <param name="Text">The whole name: <c>request_header:host</c>.</param>
/// <param name="IsKilled">True where no rule can ever let a pair of this name out.</param>
internal sealed record DetailName(string Text, bool IsKilled);

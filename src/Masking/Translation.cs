namespace Gor.Masking;

/// <summary>A JavaScript regular expression in .NET's words.</summary>
/// <param name="Text">The .NET pattern.</param>
/// <param name="IsLinear">True where the non-backtracking engine can take it: its time is linear in the text.</param>
/// <param name="Groups">The JavaScript number of each .NET group, from group 1 on.</param>
/// <param name="Alphabet">Must be applied to every text first; null for none.</param>
internal sealed record Translation(string Text, bool IsLinear, IReadOnlyList<int> Groups, Alphabet? Alphabet);

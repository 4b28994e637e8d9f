namespace Gor.Masking;

/// <summary>A JavaScript regular expression in .NET's words.</summary>
/// <param name="Text">The .NET pattern.</param>
/// <param name="Groups">The JavaScript number of each .NET group, from group 1 on.</param>
internal sealed record Translation(string Text, IReadOnlyList<int> Groups);

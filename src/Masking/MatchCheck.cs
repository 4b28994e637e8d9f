namespace Gor.Masking;

/// <summary>Decides whether what has the shape of a secret is one.</summary>
/// <param name="text">All of the value.</param>
/// <param name="start">Where the match begins.</param>
/// <param name="end">Where it ends.</param>
internal delegate bool MatchCheck(string text, int start, int end);

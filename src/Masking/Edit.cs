namespace Gor.Masking;

/// <summary>What a replacement did to a value, in bytes.</summary>
/// <param name="Start">Of the match, in the value as it was.</param>
/// <param name="End">Where the match ended.</param>
/// <param name="NewStart">Of what took its place, in the value as it is now.</param>
/// <param name="NewEnd">Where that ends.</param>
internal readonly record struct Edit(int Start, int End, int NewStart, int NewEnd);

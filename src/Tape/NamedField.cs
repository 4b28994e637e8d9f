namespace Gor.Tape;

/// <summary>A field that takes the place of those of its name.</summary>
internal sealed record NamedField(byte[] Name, byte[] Value);

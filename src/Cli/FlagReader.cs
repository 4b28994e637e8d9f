namespace Gor.Cli;

/// <summary>Makes a value of a flag's text. The error says what was expected; the flag and the text are added by the caller.</summary>
internal delegate bool FlagReader<T>(string text, out T value, out string? error);

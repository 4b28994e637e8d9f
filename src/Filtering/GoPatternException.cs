namespace Gor.Filtering;

/// <summary>A pattern is none of Go's. The message is half a sentence for the operator.</summary>
internal sealed class GoPatternException(string message) : Exception(message);

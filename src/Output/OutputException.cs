namespace Gor.Output;

/// <summary>An output cannot start. The message is one paragraph for the operator: the thing, the reason, the remedy.</summary>
internal sealed class OutputException(string message, Exception? inner = null) : Exception(message, inner);

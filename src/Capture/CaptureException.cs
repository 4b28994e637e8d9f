namespace Gor.Capture;

/// <summary>A capture source cannot start or go on. The message is one paragraph for the operator: the thing, the reason, the remedy.</summary>
internal sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner);

namespace Gor;

/// <summary>The run cannot start. Sentences for the operator, each with the thing, the reason and the remedy.</summary>
internal sealed class StartException(int exitCode, IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Errors { get; } = errors;
}

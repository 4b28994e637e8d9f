namespace Gor.Middleware;

/// <summary><c>--middleware</c>: a program through which all calls go.</summary>
internal sealed record MiddlewareOptions
{
    /// <summary>The program and its arguments; empty for none.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>End the run where the program fails, instead of starting it again.</summary>
    public bool EndsWithIt { get; init; }

    /// <summary>How long it may leave its input unread.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsGiven => Command.Count > 0;
}

namespace Gor;

/// <summary>What the process says of itself when it ends.</summary>
internal static class ExitCode
{
    /// <summary>End of input, <c>--exit-after</c>, or a signal after a clean drain.</summary>
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>The command line, or a rule, cannot be carried out.</summary>
    public const int Usage = 2;

    /// <summary>It ended as it should, but records were lost on the way to a destination.</summary>
    public const int Lost = 3;
}

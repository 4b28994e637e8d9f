namespace Gor.Cli;

/// <summary><c>gor completion SHELL</c>: the script that makes a shell propose commands, flags and values.</summary>
internal static class CompletionScript
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <returns>Null for a shell that is not one of <see cref="Shells"/>.</returns>
    public static string? Of(string shell) => shell switch
    {
        "bash" => BashCompletion.Script(RunFlags.All, SubCommand.All),
        "zsh" => ZshCompletion.Script(RunFlags.All, SubCommand.All),
        "fish" => FishCompletion.Script(RunFlags.All, SubCommand.All),
        "powershell" => PowerShellCompletion.Script(RunFlags.All, SubCommand.All),
        _ => null,
    };
}

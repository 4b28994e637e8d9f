using System.ComponentModel;
using System.Diagnostics;

namespace Gor.Tests.Kit;

/// <summary>A program of the system, run to its end. A test that needs one which is not installed is skipped, and says so.</summary>
/// <param name="Said">What came on stdout, then on stderr.</param>
internal sealed record ProgramRun(int ExitCode, string Said)
{
    public static Task<ProgramRun> OfAsync(string program, params string[] words) => InAsync(SourceTree.Root, program, words);

    /// <param name="folder">The working directory.</param>
    public static async Task<ProgramRun> InAsync(string folder, string program, params string[] words)
    {
        Process? started = null;
        try
        {
            started = Process.Start(new ProcessStartInfo(program, words)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
        }

        using Process process = started!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, await output + await error);
    }
}

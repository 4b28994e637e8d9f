using System.Diagnostics;

namespace Gor.Tests.Live;

/// <summary>A file system in memory that is soon full. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, string size)
    {
        Path = path;
        Directory.CreateDirectory(path);
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={size}", "gor-test", path));
    }

    public string Path { get; }

    public void Dispose() => Run("umount", "--lazy", Path);

    private static int Run(params string[] words)
    {
        using Process process = Process.Start(words[0], words[1..]);
        process.WaitForExit();
        return process.ExitCode;
    }
}

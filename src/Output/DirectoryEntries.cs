using System.Runtime.InteropServices;
using System.Text;

namespace Gor.Output;

/// <summary>fsync(2) of a directory, for which .NET has no name: a new file is only safe when its name is.</summary>
internal static class DirectoryEntries
{
    /// <summary>Does what it can: a file system that does not know how has other ways to keep names.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int directory = Open([.. Encoding.UTF8.GetBytes(path), 0], flags: 0);
        if (directory >= 0)
        {
            _ = Synchronize(directory);
            _ = Close(directory);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = false)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = false)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = false)]
    private static extern int Close(int descriptor);
}

using System.Globalization;

namespace Gor.Output;

/// <summary>
/// The folder of one output's spool: 0700, one process at a time. The system gives its lock back when the process ends, however
/// it ends.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "owner.pid";

    private FileStream _lock;

    private SpoolFolder(string path)
    {
        Bundles = new BundleFiles(path);
        Rejected = Path.Combine(path, RejectedFolder.Name);
        _lock = Claim();
    }

    public BundleFiles Bundles { get; }

    /// <summary>The folder in this one for what was refused.</summary>
    public string Rejected { get; }

    /// <exception cref="OutputException">The folder cannot be made or written, or another process has it.</exception>
    public static SpoolFolder Open(string path)
    {
        try
        {
            return new SpoolFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(
                $"--output-resurface-spool: {path}: {e.Message.TrimEnd('.')}. Name a folder of its own that gor may write to, or off to do without.", e);
        }
    }

    /// <summary>Puts the names on the disk that were added; their files are there already.</summary>
    public void Flush() => DirectoryEntries.Flush(Bundles.Folder);

    /// <summary>Makes the folder anew where somebody has removed it.</summary>
    /// <exception cref="IOException">It cannot be made, or another process has made it.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public void Restore()
    {
        _lock.Dispose();
        _lock = Claim();
    }

    public void Dispose() => _lock.Dispose();

    private FileStream Claim()
    {
        // Neither this one, nor the one around it, nor the one in which that could be replaced.
        string? around = Path.GetDirectoryName(Path.GetFullPath(Bundles.Folder));
        SharedFolder.Refuse(Bundles.Folder);
        SharedFolder.Refuse(around);
        SharedFolder.Refuse(Path.GetDirectoryName(around));
        Make(Bundles.Folder);
        string owner = Path.Combine(Bundles.Folder, OwnerName);
        FileStream claimed = Lock(owner);
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Make(Rejected);
        return claimed;
    }

    private FileStream Lock(string owner)
    {
        try
        {
            return new FileStream(Path.Combine(Bundles.Folder, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException) when (File.Exists(owner))
        {
            throw new IOException($"process {File.ReadAllText(owner).Trim()} has this spool; two cannot share it");
        }
    }

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, Private);
        if (File.GetUnixFileMode(path) != Private)
        {
            File.SetUnixFileMode(path, Private);
        }
    }
}

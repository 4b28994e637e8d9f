using System.IO.Compression;

namespace Gor.Replay;

/// <summary>One file of taped messages, which nobody else may read (0600); what is there already stays.</summary>
internal sealed class TapeFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _stream;

    private TapeFile(FileStream file, bool isCompressed)
    {
        _file = file;

        // A gzip file may consist of several members (RFC 1952 section 2.2).
        _stream = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        Length = file.Length;
    }

    /// <summary>Bytes before compression, and those that were there.</summary>
    public long Length { get; private set; }

    /// <exception cref="IOException">It cannot be written.</exception>
    public static TapeFile Open(string path, bool isCompressed, bool makesFolder)
    {
        string full = Path.GetFullPath(path);
        if (makesFolder)
        {
            MakeFolder(Path.GetDirectoryName(full)!);
        }

        SharedFolder.Refuse(Path.GetDirectoryName(full));
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 64 << 10 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new TapeFile(new FileStream(full, options), isCompressed);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>Whoever reads the file now sees all.</summary>
    public void Flush()
    {
        _stream.Flush();
        _file.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

using Microsoft.Win32.SafeHandles;

namespace Gor;

/// <summary>A file that whole lines are appended to, or standard output. One thread at a time.</summary>
internal sealed class LineStream : IAppendTarget
{
    private const int StandardOutput = 1;

    private readonly Stream _stream;

    private LineStream(Stream stream, bool isFile)
    {
        _stream = stream;
        IsFile = isFile && stream.CanSeek;
    }

    /// <summary>True where there may be room again after an error, and where half an append can be taken back.</summary>
    public bool IsFile { get; }

    /// <summary>
    /// Opens or makes a file that nobody else may read (0600) and no other gor may write to.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the message is a sentence with the remedy.</exception>
    public static LineStream OpenFile(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"{full} is a directory; name a file in it");
        }

        SharedFolder.Refuse(Path.GetDirectoryName(full));
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new LineStream(new FileStream(full, options), isFile: true);
        }
        catch (DirectoryNotFoundException)
        {
            throw new IOException($"the folder {Path.GetDirectoryName(full)} does not exist; make it, or name another file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"{full} cannot be written: permission denied; change its owner or mode, or name another file");
        }
        catch (IOException e)
        {
            throw new IOException($"{full} cannot be written: {e.Message}; free it, or name another file", e);
        }
    }

    public static LineStream OpenStandardOutput()
    {
        Stream console = Console.OpenStandardOutput();
        if (OperatingSystem.IsWindows())
        {
            return new LineStream(console, isFile: false);
        }

        // The console's stream takes a closed pipe for success. A plain one says so, but keeps an offset of its own, which is
        // wrong for a file that stderr may share.
        var plain = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new LineStream(plain.CanSeek ? console : plain, isFile: false);
    }

    public static LineStream Over(Stream stream) => new(stream, isFile: false);

    /// <summary>Appends whole lines: all of them or, in a file, none.</summary>
    /// <exception cref="IOException">Nothing was kept.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (!IsFile)
        {
            _stream.Write(lines);
            _stream.Flush();
            return;
        }

        // The end anew each time: a tool that rotates logs may have cut the file.
        long end = _stream.Seek(0, SeekOrigin.End);
        try
        {
            _stream.Write(lines);
        }
        catch (IOException)
        {
            _stream.SetLength(end);
            throw;
        }
    }

    public void Dispose() => _stream.Dispose();
}

namespace Gor.Capture;

/// <summary>One capture file among several that are read in order of time: closed until its turn comes.</summary>
internal sealed class CaptureFileInTurn : IDisposable
{
    private readonly string _path;

    /// <summary>Opened once and kept until its turn: whoever writes into a pipe would be ended by its closing.</summary>
    private Stream? _pipe;

    private readonly bool _follows;

    private CaptureFileInTurn(string path, bool follows = false)
    {
        _path = path;
        _follows = follows;
    }

    /// <summary>While it is open.</summary>
    public PacketReader? Reader { get; private set; }

    /// <summary>Files that are open at the same time have different lanes; one that starts where another ended takes its lane over.</summary>
    public int Lane { get; set; }

    public long PacketsRead { get; set; }

    /// <summary>For messages.</summary>
    public string Name => _path == CaptureFileName.StandardInput ? "standard input" : _path;

    /// <summary>In bytes, as it lies on disk; null of a pipe, and of a file that grows.</summary>
    public long? Length { get; private init; }

    /// <summary>Of its first packet; a pipe, which cannot be looked into beforehand, comes first.</summary>
    public long FirstTimestampNs { get; private init; } = long.MinValue;

    /// <summary>Of its first packet; null where that is not known yet.</summary>
    public LinkType? FirstLinkType { get; private init; }

    /// <summary>A file that still grows: it may have no header yet, so it is not looked into.</summary>
    /// <exception cref="CaptureException">It cannot be opened.</exception>
    public static CaptureFileInTurn Follow(string path)
    {
        var file = new CaptureFileInTurn(path, follows: true);
        file.OpenFile().Dispose();
        return file;
    }

    /// <summary>Looks whether the file is a capture that can be read, and when it starts.</summary>
    /// <exception cref="CaptureException">It is not.</exception>
    public static CaptureFileInTurn Find(string path)
    {
        var file = new CaptureFileInTurn(path);
        if (path == CaptureFileName.StandardInput)
        {
            return file;
        }

        FileStream stream = file.OpenFile();
        if (!stream.CanSeek)
        {
            file._pipe = stream;
            return file;
        }

        long length = stream.Length;
        using PacketReader reader = CaptureFile.Read(file.Name, stream);
        return reader.Next()
            ? new(path) { Length = length, FirstTimestampNs = reader.TimestampNs, FirstLinkType = reader.LinkType }
            : new(path) { Length = length };
    }

    /// <param name="meter">Told of what is read.</param>
    /// <param name="stop">Ends a wait for more.</param>
    /// <exception cref="CaptureException">It cannot be read (any more).</exception>
    /// <exception cref="OperationCanceledException">It is a pipe, and <paramref name="stop"/> came before its header.</exception>
    public PacketReader Open(ReadMeter meter, CancellationToken stop)
    {
        Stream stream = _path == CaptureFileName.StandardInput ? Console.OpenStandardInput() : _pipe ?? OpenFile();
        _pipe = null;
        Stream patient = !stream.CanSeek ? new StoppableStream(stream, stop) : _follows ? new FollowedStream(stream, stop) : stream;
        Reader = CaptureFile.Read(Name, new MeteredStream(patient, meter));
        return Reader;
    }

    public void Dispose()
    {
        Reader?.Dispose();
        Reader = null;
        _pipe?.Dispose();
        _pipe = null;
    }

    private FileStream OpenFile()
    {
        try
        {
            // The readers have buffers of their own.
            return new FileStream(_path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException(problem switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"There is no capture file \"{_path}\". Check the path with: ls {_path}",
                _ when Directory.Exists(_path) => $"\"{_path}\" is a folder, not a capture file. Name the files in it: {Path.Combine(_path, "*.pcap")}",
                UnauthorizedAccessException => $"The capture file \"{_path}\" may not be read by this user. Give it read permission (chmod +r), or run gor as the file's owner.",
                _ => $"The capture file \"{_path}\" cannot be opened: {problem.Message}",
            }, problem);
        }
    }
}

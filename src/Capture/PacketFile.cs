using System.Diagnostics;
using Serilog;

namespace Gor.Capture;

/// <summary>
/// <c>--output-pcap</c>: keeps the packets that were captured, as they were, in a file that begins anew when it is full; some before it
/// are kept under numbers. What cannot be written is left out, and the capture goes on. Any thread.
/// </summary>
internal sealed class PacketFile : IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly long _size;
    private readonly int _files;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private FileStream? _stream;
    private PcapngWriter? _writer;
    private long _flushedAt;

    private PacketFile(string path, long size, int files, ILogger log)
    {
        _path = path;
        _size = size;
        _files = files;
        _log = log;
        Begin();
    }

    /// <param name="path">Of the file that is written to; those before are <c>PATH.1</c>, <c>PATH.2</c> and so on, the oldest last.</param>
    /// <param name="size">In bytes, at which a file is full.</param>
    /// <param name="files">How many there are at most.</param>
    /// <param name="log">For what goes wrong.</param>
    /// <exception cref="CaptureException">It cannot be made.</exception>
    public static PacketFile Open(string path, long size, int files, ILogger log)
    {
        try
        {
            SharedFolder.Refuse(Path.GetDirectoryName(Path.GetFullPath(path)));
            return new PacketFile(path, size, files, log);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"--output-pcap {path}: {problem.Message.TrimEnd('.')}. Name a file in a folder that gor may write to.", problem);
        }
    }

    public void Write(in Packet packet)
    {
        lock (_gate)
        {
            if (_writer is null)
            {
                return;
            }

            try
            {
                if (_writer.Length >= _size)
                {
                    Rotate();
                }

                _writer.Write(packet);
                if (Stopwatch.GetElapsedTime(_flushedAt) > FlushInterval)
                {
                    _stream!.Flush();
                    _flushedAt = Stopwatch.GetTimestamp();
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Abandon(problem);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                _stream?.Dispose();
            }
            catch (IOException problem)
            {
                Abandon(problem);
            }

            (_stream, _writer) = (null, null);
        }
    }

    private void Rotate()
    {
        _stream!.Dispose();
        for (int number = _files - 1; number > 0; number--)
        {
            string older = $"{_path}.{number}";
            string newer = number == 1 ? _path : $"{_path}.{number - 1}";
            if (File.Exists(newer))
            {
                File.Move(newer, older, overwrite: true);
            }
        }

        Begin();
    }

    private void Begin()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(_path, options);
        _writer = new PcapngWriter(_stream);
        _flushedAt = Stopwatch.GetTimestamp();
    }

    private void Abandon(Exception problem)
    {
        _log.Error("--output-pcap {Path:l}: {Problem:l} No more packets are written there; the capture goes on.", _path, problem.Message);
        (_stream, _writer) = (null, null);
    }
}

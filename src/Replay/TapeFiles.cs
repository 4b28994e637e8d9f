using Gor.Tape;

namespace Gor.Replay;

/// <summary>
/// The files of one <c>--output-file</c>: one at a time is open. A new chunk begins with a request, so that no call is torn apart.
/// </summary>
internal sealed class TapeFiles(TapeFileName name, TapeFileSettings settings, TimeProvider time) : IAppendTarget
{
    private string _path = "";
    private TapeFile? _file;
    private int _chunk;
    private int _messages;
    private long _total;

    /// <summary>Says what is wrong with the place before anything is captured.</summary>
    /// <exception cref="IOException">The folder is not there; the message is a sentence with the remedy.</exception>
    public void Check()
    {
        if (name.FixedFolder is { } folder && !Directory.Exists(folder))
        {
            throw new IOException($"the folder {folder} does not exist; make it, or name another one");
        }

        SharedFolder.Refuse(name.FixedFolder);
    }

    public void Append(ReadOnlySpan<byte> messages)
    {
        if (settings.TotalLimit > 0 && _total + messages.Length > settings.TotalLimit)
        {
            throw new IOException($"the files have {_total} bytes, and --output-file-max-size-limit allows no more");
        }

        _total += messages.Length;
        DateTimeOffset now = time.GetLocalNow();
        if (!name.IsOfMessage)
        {
            Turn(name.Of(now, default));
        }

        ReadOnlySpan<byte> rest = messages;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> message = rest[..TapeSplitter.LengthOfFirst(rest)];
            if (name.IsOfMessage)
            {
                Turn(name.Of(now, TapeSplitter.Split(message, out _)));
            }

            Write(message);
            rest = rest[message.Length..];
        }

        _file?.Flush();
    }

    public void Dispose() => _file?.Dispose();

    private void Write(ReadOnlySpan<byte> message)
    {
        bool isFull = _file is not null
            && ((settings.SizeLimit > 0 && _file.Length >= settings.SizeLimit) || (settings.QueueLimit > 0 && _messages >= settings.QueueLimit));
        if (isFull && !settings.Appends && message[0] == (byte)'0' + (int)TapeKind.Request)
        {
            _file!.Dispose();
            _file = null;
            _chunk++;
        }

        _file ??= Open();
        _file.Write(message);
        _messages++;
    }

    /// <summary>Time, or the message, asks for another name.</summary>
    private void Turn(string path)
    {
        if (path == _path)
        {
            return;
        }

        _file?.Dispose();
        _file = null;
        _path = path;
        _chunk = settings.Appends ? 0 : TapeFileName.NextChunk(path);
    }

    private TapeFile Open()
    {
        _messages = 0;
        return TapeFile.Open(settings.Appends ? _path : TapeFileName.OfChunk(_path, _chunk), name.IsCompressed, makesFolder: name.FixedFolder is null);
    }
}

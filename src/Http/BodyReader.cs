namespace Gor.Http;

/// <summary>Finds the end of one message's body in pieces of any size and hands its content on.</summary>
internal struct BodyReader(BodyFraming framing, int lineLimit)
{
    private ChunkedDecoder _chunks = new(lineLimit);
    private long _remaining = framing.Length;

    /// <summary>True until the first byte of the body came, or was passed over.</summary>
    public bool IsUntouched { get; private set; } = true;

    public readonly bool EndsWithFlow => framing.Kind == BodyKind.UntilClose;

    /// <summary>True where the last byte of the message was taken or passed over.</summary>
    public readonly bool IsComplete => framing.Kind switch
    {
        BodyKind.None => true,
        BodyKind.Length => _remaining == 0,
        BodyKind.Chunked => _chunks.IsDone,
        _ => false,
    };

    /// <summary>True where a byte cannot be what stands there; nothing further can be read.</summary>
    public readonly bool IsMalformed => _chunks.IsMalformed;

    /// <summary>Takes bytes up to the end of the body.</summary>
    /// <returns>Bytes taken; less than came only where the body is complete or malformed.</returns>
    public int Read(ReadOnlySpan<byte> data, MessageBody body)
    {
        IsUntouched = false;
        if (framing.Kind == BodyKind.Chunked)
        {
            return _chunks.Read(data, body);
        }

        int length = EndsWithFlow ? data.Length : (int)Math.Min(_remaining, data.Length);
        body.Append(data[..length]);
        _remaining -= EndsWithFlow ? 0 : length;
        return length;
    }

    /// <summary>Passes over bytes that were not captured, where all of them are known to be content.</summary>
    public bool TrySkip(long length, MessageBody body)
    {
        bool isContent = framing.Kind switch
        {
            BodyKind.Length => length <= _remaining,
            BodyKind.Chunked => _chunks.TrySkip(length),
            BodyKind.UntilClose => true,
            _ => false,
        };
        if (isContent)
        {
            IsUntouched = false;
            body.MarkMissing(length);
            _remaining -= framing.Kind == BodyKind.Length ? length : 0;
        }

        return isContent;
    }

    /// <summary>Notes that what is still to come never will: the body is truncated, unless only trailers are missing.</summary>
    public readonly void Cut(MessageBody body)
    {
        if (!IsComplete && !_chunks.IsContentDone)
        {
            body.MarkMissing(framing.Kind == BodyKind.Length ? _remaining : 0);
        }
    }
}

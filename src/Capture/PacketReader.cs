namespace Gor.Capture;

/// <summary>
/// Reads the packets of one capture file, one at a time. Own readers rather than libpcap's, because that one refuses pcapng files
/// whose interfaces differ in link type, reads nothing compressed, does not say where a cut file is cut,
/// is missing on a fresh machine and costs a callback from native code for each packet.
/// </summary>
internal abstract class PacketReader(CaptureInput input) : IDisposable
{
    private Range _data;

    public LinkType LinkType { get; protected set; }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long TimestampNs { get; protected set; }

    /// <summary>Length on the wire, never less than that of <see cref="Data"/>.</summary>
    public int OriginalLength { get; private set; }

    /// <summary>Number of the interface within the file, from 0.</summary>
    public int Interface { get; protected set; }

    /// <summary>The frame; valid until the next <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Data => Input.Taken[_data];

    /// <summary>Where and why reading ended before the end of the file; null at a regular end.</summary>
    public string? Fault { get; private set; }

    protected CaptureInput Input { get; } = input;

    /// <summary>Moves to the next packet; false at the end, which is a <see cref="Fault"/> where the file is cut or damaged.</summary>
    public abstract bool Next();

    public void Dispose() => Input.Dispose();

    /// <summary>The packet stands at <paramref name="offset"/> within the record that was read last.</summary>
    protected void SetData(int offset, uint capturedLength, uint originalLength, int checkSequenceLength)
    {
        int captured = (int)capturedLength;
        int original = (int)Math.Min(Math.Max(capturedLength, originalLength), int.MaxValue);
        int withoutCheckSequence = Math.Max(0, original - checkSequenceLength);
        captured = Math.Min(captured, withoutCheckSequence);
        OriginalLength = withoutCheckSequence;
        _data = offset..(offset + captured);
    }

    /// <summary>The file has too few bytes for the record at the current offset: none is its end, some are a cut.</summary>
    protected bool EndOfInput(long needed)
    {
        if (Input.Fault is { } reason)
        {
            Fault = $"damaged behind byte {Input.Offset + Input.Rest}: {reason}";
        }
        else if (Input.Rest > 0)
        {
            Fault = $"cut at byte {Input.Offset}: the record there needs {needed} bytes, {Input.Rest} are left";
        }

        return false;
    }

    protected bool Damaged(long offset, string what)
    {
        Fault = $"damaged at byte {offset}: {what}";
        return false;
    }
}

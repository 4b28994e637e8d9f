using System.IO.Compression;

namespace Gor.Output;

/// <summary>
/// A bundle that is still open: compressed while it is built, so that the text of a large one never exists as a whole. One thread.
/// </summary>
/// <param name="size">Most bytes of text in one bundle; a record that is larger goes alone.</param>
internal sealed class BundleBuilder(int size, bool compress)
{
    /// <summary>What is not compressed goes in smaller bundles: a few of them are under way at a time.</summary>
    private const int LargestPlain = 2 << 20;

    /// <summary>
    /// Text is compressed so much at a time: the tables of the compressor, a quarter of a megabyte, have left the processor's cache
    /// when the next call comes.
    /// </summary>
    private const int GatheredSize = 512 << 10;

    private readonly BundleBuffer _content = new();
    private byte[] _gathered = [];
    private int _gatheredLength;
    private ZLibStream? _compressor;
    private long _length;

    public int Records { get; private set; }

    /// <summary>True: bundles that begin from here on are not compressed.</summary>
    public bool IsHurried { get; set; }

    /// <summary>
    /// True where the next bundle may wait long: it gets memory just as large as it needs. Else it takes along the memory that it was
    /// written into, where that is at least half full: this spares a copy, and the memory is soon used again.
    /// </summary>
    public bool IsForWaiting { get; set; }

    /// <summary>True where one more record of this length (without its line end) belongs into this bundle.</summary>
    public bool HasRoomFor(int record) =>
        Records == 0 || _length + record + 1 <= (_compressor is null ? Math.Min(size, LargestPlain) : size);

    /// <summary>True where nothing more belongs into this bundle.</summary>
    public bool IsFull => Records > 0 && _length >= size;

    public void Append(ReadOnlySpan<byte> record)
    {
        if (Records == 0 && compress && !IsHurried)
        {
            _compressor = new ZLibStream(_content, CompressionLevel.Fastest, leaveOpen: true);
            _gathered = _gathered.Length > 0 ? _gathered : new byte[GatheredSize];
        }

        Write(record);
        Write("\n"u8);
        _length += record.Length + 1;
        Records++;
    }

    /// <summary>Ends this bundle, which has a record at least, and begins the next one.</summary>
    public Bundle Seal()
    {
        bool isCompressed = _compressor is not null;
        CompressGathered();
        _compressor?.Dispose();
        _compressor = null;
        Bundle bundle = IsForWaiting || _content.IsMostlyEmpty ? _content.Copy(Records, isCompressed) : _content.Detach(Records, isCompressed);
        Records = 0;
        _length = 0;
        return bundle;
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        if (_compressor is null)
        {
            _content.Write(text);
            return;
        }

        if (text.Length > _gathered.Length - _gatheredLength)
        {
            CompressGathered();
        }

        if (text.Length > _gathered.Length)
        {
            _compressor.Write(text);
            return;
        }

        text.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength += text.Length;
    }

    private void CompressGathered()
    {
        _compressor?.Write(_gathered.AsSpan(0, _gatheredLength));
        _gatheredLength = 0;
    }
}

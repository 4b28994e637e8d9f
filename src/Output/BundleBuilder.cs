using System.IO.Compression;

namespace Gor.Output;

/// <summary>
/// A bundle that is still open: compressed while it is built, so that its text never exists as a whole. One thread.
/// </summary>
/// <param name="size">Most bytes of text in one bundle; a record that is larger goes alone.</param>
/// <param name="isRecycled">True where each bundle is recycled soon: then it takes its memory along, else a copy as large as it must be.</param>
internal sealed class BundleBuilder(int size, bool compress, bool isRecycled = false)
{
    private readonly BundleBuffer _content = new();
    private ZLibStream? _compressor;
    private long _length;

    public int Records { get; private set; }

    /// <summary>True: bundles that begin from here on are not compressed.</summary>
    public bool IsHurried { get; set; }

    /// <summary>True where one more record of this length (without its line end) belongs into this bundle.</summary>
    public bool HasRoomFor(int record) => Records == 0 || _length + record + 1 <= size;

    /// <summary>True where nothing more belongs into this bundle.</summary>
    public bool IsFull => Records > 0 && _length >= size;

    public void Append(ReadOnlySpan<byte> record)
    {
        if (Records == 0 && compress && !IsHurried)
        {
            _compressor = new ZLibStream(_content, CompressionLevel.Fastest, leaveOpen: true);
        }

        Stream target = _compressor ?? (Stream)_content;
        target.Write(record);
        target.WriteByte((byte)'\n');
        _length += record.Length + 1;
        Records++;
    }

    /// <summary>Ends this bundle, which has a record at least, and begins the next one.</summary>
    public Bundle Seal()
    {
        bool isCompressed = _compressor is not null;
        _compressor?.Dispose();
        _compressor = null;
        Bundle bundle = isRecycled ? _content.Detach(Records, isCompressed) : _content.Copy(Records, isCompressed);
        Records = 0;
        _length = 0;
        return bundle;
    }
}

namespace Gor.Http;

/// <summary>Collects decoded bytes up to a number; grows as they come and is used again for the next body.</summary>
internal sealed class ContentBuffer(int capacity)
{
    private const int FirstSize = 4096;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public bool IsFull => Length >= capacity;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Where the next bytes go: at least one, unless the buffer is full.</summary>
    public Span<byte> Free()
    {
        if (Length == _bytes.Length && !IsFull)
        {
            Array.Resize(ref _bytes, (int)Math.Min(capacity, Math.Max(FirstSize, _bytes.Length * 2L)));
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Clear() => Length = 0;
}

using System.Buffers;
using System.Text;

namespace Gor.Http;

/// <summary>
/// The field lines of one message in wire order, duplicates apart (RFC 9110 section 5.2). Owns one pooled buffer that holds
/// all names and values back to back, and one of where they are; names keep the case of the wire, values are trimmed and unfolded.
/// </summary>
internal sealed class FieldList : IDisposable
{
    private byte[] _bytes = [];
    private int _used;
    private Line[] _lines = [];

    private readonly record struct Line(int NameStart, int NameLength, int ValueLength);

    public int Count { get; private set; }

    /// <summary>Bytes of names and values held.</summary>
    public int ByteCount => _used;

    public ReadOnlySpan<byte> Name(int index) => _bytes.AsSpan(_lines[index].NameStart, _lines[index].NameLength);

    public ReadOnlySpan<byte> Value(int index) => ValueMemory(index).Span;

    /// <summary>The value, borrowed until a field is added or the list is disposed of.</summary>
    public ReadOnlyMemory<byte> ValueMemory(int index)
    {
        Line line = _lines[index];
        return _bytes.AsMemory(line.NameStart + line.NameLength, line.ValueLength);
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Count == _lines.Length)
        {
            Line[] more = ArrayPool<Line>.Shared.Rent(Math.Max(16, Count * 2));
            _lines.AsSpan(0, Count).CopyTo(more);
            ReleaseLines();
            _lines = more;
        }

        int start = _used;
        Append(name);
        AppendValue(value);
        _lines[Count++] = new Line(start, name.Length, value.Length);
    }

    /// <summary>Joins a folded continuation to the last value with one space (obs-fold, RFC 9112 section 5.2).</summary>
    public void AppendToLast(ReadOnlySpan<byte> continuation)
    {
        Line last = _lines[Count - 1];
        int added = continuation.Length;
        if (last.ValueLength > 0 && added > 0)
        {
            Append(" "u8);
            added++;
        }

        AppendValue(continuation);
        _lines[Count - 1] = last with { ValueLength = last.ValueLength + added };
    }

    /// <summary>Adds a field in front of all others.</summary>
    public void InsertFirst(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Add(name, value);
        Line added = _lines[Count - 1];
        Array.Copy(_lines, 0, _lines, 1, Count - 1);
        _lines[0] = added;
    }

    /// <summary>Gives a field another value, which is not borrowed from this list.</summary>
    public void Replace(int index, ReadOnlySpan<byte> value)
    {
        int nameLength = _lines[index].NameLength;
        Reserve(nameLength + value.Length);
        int start = _used;
        Append(Name(index));
        AppendValue(value);
        _lines[index] = new Line(start, nameLength, value.Length);
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_lines, index + 1, _lines, index, Count - index);
    }

    /// <summary>The index of the first field of this name (ASCII case-insensitive) at or behind <paramref name="from"/>, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int from = 0)
    {
        for (int i = from; i < Count; i++)
        {
            if (_lines[i].NameLength == name.Length && Ascii.EqualsIgnoreCase(Name(i), name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>CR and NUL within a value are no part of it: a recipient reads a blank (RFC 9110 section 5.5).</summary>
    private void AppendValue(ReadOnlySpan<byte> value)
    {
        int start = _used;
        Append(value);
        Span<byte> written = _bytes.AsSpan(start, value.Length);
        written.Replace((byte)'\r', (byte)' ');
        written.Replace((byte)0, (byte)' ');
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Reserve(int length)
    {
        if (_bytes.Length - _used < length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, Math.Max(_used * 2, _used + length)));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            Release();
            _bytes = larger;
        }
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void ReleaseLines()
    {
        if (_lines.Length > 0)
        {
            ArrayPool<Line>.Shared.Return(_lines);
            _lines = [];
        }
    }

    public void Dispose()
    {
        Release();
        ReleaseLines();
        _used = 0;
        Count = 0;
    }
}

namespace Gor.Masking;

/// <summary>
/// One [name, value] pair of a record. The value is held as UTF-8 as long as nobody needs it as text, so that a body which
/// no rule looks at is never turned into UTF-16.
/// </summary>
internal sealed class Detail
{
    private string? _text;
    private ReadOnlyMemory<byte> _utf8;

    public Detail(string name, string value)
    {
        Name = name;
        _text = value;
    }

    /// <param name="utf8">Valid UTF-8; borrowed until the record is encoded.</param>
    public Detail(string name, ReadOnlyMemory<byte> utf8)
    {
        Name = name;
        _utf8 = utf8;
    }

    /// <summary>A plain name of resurface.md section 2, or a family with a suffix: <c>request_header:host</c>.</summary>
    public string Name { get; }

    /// <summary>What the rule set that is being applied does with pairs of this name.</summary>
    public FieldPlan? Plan { get; set; }

    public bool IsText => _text is not null;

    /// <summary>The value as UTF-16; made once where it was UTF-8.</summary>
    public string Text => _text ??= System.Text.Encoding.UTF8.GetString(_utf8.Span);

    /// <summary>The value as UTF-8; empty where <see cref="IsText"/>.</summary>
    public ReadOnlySpan<byte> Utf8 => IsText ? [] : _utf8.Span;

    public bool IsEmpty => _text is null ? _utf8.IsEmpty : _text.Length == 0;

    public void Replace(string value) => _text = value;

    /// <summary>Takes the value that was written there, valid UTF-8; borrowed until the record is encoded.</summary>
    public void Replace(Utf8Room room)
    {
        _utf8 = room.Take(_utf8);
        _text = null;
    }
}

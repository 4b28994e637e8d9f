namespace Gor.Masking;

/// <summary>An exchange as Resurface sees it: pairs in the order of resurface.md section 2. Mutable; one thread.</summary>
internal sealed class Details
{
    /// <summary>In order; rules remove and change items in place.</summary>
    public List<Detail> Items { get; } = new(48);

    public void Add(string name, string value) => Items.Add(new Detail(name, value));

    public void Add(string name, ReadOnlyMemory<byte> utf8) => Items.Add(new Detail(name, utf8));

    /// <summary>Carries rules out on one item after the other.</summary>
    public FieldSearch Search { get; } = new();

    /// <summary>Also ends what was borrowed.</summary>
    public void Clear()
    {
        Items.Clear();
        Search.Clear();
    }
}

namespace Gor.Masking;

/// <summary>How the elements of a text make up UTF-16 units, of which patterns speak. A place is an index into the elements.</summary>
/// <typeparam name="T"><see cref="char"/> or <see cref="byte"/>.</typeparam>
internal interface IUnits<T>
{
    /// <summary>The unit that begins at a place within the text.</summary>
    /// <param name="width">Its elements.</param>
    static abstract char At(ReadOnlySpan<T> text, int place, out int width);

    /// <summary>The unit that ends before a place behind the text's beginning.</summary>
    /// <inheritdoc cref="At"/>
    static abstract char Before(ReadOnlySpan<T> text, int place, out int width);
}

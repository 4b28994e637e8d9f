namespace Gor;

/// <summary>One finished call in the forms that the outputs take. Borrowed: valid during the call it is handed over with.</summary>
internal readonly ref struct Rendition
{
    /// <summary>A JSON array in UTF-8 without the line end, masked; empty where no output takes records.</summary>
    public ReadOnlySpan<byte> Record { get; init; }

    /// <summary>Its messages in GoReplay's format; empty where no output takes them.</summary>
    public ReadOnlySpan<byte> Tape { get; init; }

    /// <summary>The same for all calls of a connection.</summary>
    public uint Connection { get; init; }

    /// <summary>True for a request whose response was not seen: no record can be made of it.</summary>
    public bool IsAlone { get; init; }
}

namespace Gor;

/// <summary>Something that calls are appended to. One thread at a time.</summary>
internal interface IAppendTarget : IDisposable
{
    /// <summary>Appends whole lines: all of them or, where that can be, none.</summary>
    /// <exception cref="IOException">Nothing was kept.</exception>
    void Append(ReadOnlySpan<byte> lines);
}

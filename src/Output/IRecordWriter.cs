namespace Gor.Output;

/// <summary>One worker's way into an output. One thread at a time; no member throws.</summary>
internal interface IRecordWriter
{
    /// <summary>
    /// Takes one call in the output's form, as a rule a record: a JSON array in UTF-8 without the line end, already masked. Borrowed:
    /// valid during the call only.
    /// Blocks only where the source is lossless (a file) and the output is full; a live source's record is counted as shed instead.
    /// </summary>
    void Write(ReadOnlySpan<byte> record);

    /// <summary>The same, for whom it matters which calls are of one connection.</summary>
    /// <param name="connection">The same for all calls of a connection.</param>
    void Write(ReadOnlySpan<byte> record, uint connection) => Write(record);

    /// <summary>Called by the worker every 250 ms at least, and each second where no packets come: hands over what is old enough.</summary>
    /// <param name="isBehind">True while the worker is behind: rather spend little on a record than lose the next one.</param>
    void Tick(bool isBehind);

    /// <summary>Hands over everything; nothing is written afterwards.</summary>
    void Close();
}

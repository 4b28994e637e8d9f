namespace Gor.Output;

/// <summary>
/// A destination of records. Shared by the workers; each worker writes through a writer of its own.
/// </summary>
internal interface IOutput : IAsyncDisposable
{
    /// <summary>How the start-up lines and the ledger name it; without credentials.</summary>
    string Name { get; }

    OutputTally Tally { get; }

    /// <summary>As it is now. Any thread.</summary>
    OutputStatus Status { get; }

    /// <summary>In which form it takes calls: one of them.</summary>
    OutputForm Form => OutputForm.Record;

    /// <summary>False for one of messages that has no use for what a server answered to a replay.</summary>
    bool TakesAnswers => Form == OutputForm.Tape;

    /// <summary>Grows as long as the output gets on.</summary>
    long Moved => Tally.Accepted + Tally.Delivered;

    IRecordWriter OpenWriter();

    /// <summary>
    /// Called once, after every writer was closed: delivers what waits until <paramref name="deadline"/> is cancelled,
    /// then counts the rest as given up.
    /// </summary>
    Task StopAsync(CancellationToken deadline);
}

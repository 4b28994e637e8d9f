namespace Gor.Output;

/// <summary>Takes every record and forgets it: for measuring.</summary>
internal sealed class NullOutput : IOutput, IRecordWriter
{
    public string Name => "null";

    public OutputTally Tally { get; } = new();

    public OutputStatus Status { get; } = new() { Held = 0, Limit = 0 };

    public OutputForm Form => OutputForm.None;

    public IRecordWriter OpenWriter() => this;

    public void Write(ReadOnlySpan<byte> record)
    {
        Tally.AddAccepted(1);
        Tally.AddDelivered(1);
    }

    public void Tick(bool isBehind)
    {
    }

    public void Close()
    {
    }

    public Task StopAsync(CancellationToken deadline) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

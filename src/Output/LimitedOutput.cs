namespace Gor.Output;

/// <summary>An output that gets a part of the calls only; a call passes as a whole or not at all.</summary>
internal sealed class LimitedOutput(IOutput output, RateGate gate) : IOutput
{
    public string Name => output.Name;

    public OutputTally Tally => output.Tally;

    public OutputStatus Status => output.Status;

    public OutputForm Form => output.Form;

    public bool TakesAnswers => output.TakesAnswers;

    public long Moved => output.Moved;

    public IRecordWriter OpenWriter() => new Writer(output.OpenWriter(), gate, Tally);

    public Task StopAsync(CancellationToken deadline) => output.StopAsync(deadline);

    public ValueTask DisposeAsync() => output.DisposeAsync();

    private sealed class Writer(IRecordWriter writer, RateGate gate, OutputTally tally) : IRecordWriter
    {
        public void Write(ReadOnlySpan<byte> record)
        {
            if (gate.Passes())
            {
                writer.Write(record);
            }
            else
            {
                tally.AddAccepted(1);
                tally.AddLimited(1);
            }
        }

        public void Tick(bool isBehind) => writer.Tick(isBehind);

        public void Close() => writer.Close();
    }
}

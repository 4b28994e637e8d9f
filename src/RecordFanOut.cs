using Gor.Http;
using Gor.Output;

namespace Gor;

/// <summary>Each record to every output, as it comes.</summary>
internal sealed class RecordFanOut(IEnumerable<IRecordWriter> writers) : IRecordSink
{
    private readonly IRecordWriter[] _writers = [.. writers];

    public void Write(ReadOnlySpan<byte> record, in ExchangeOrder order, bool isByTick) => Write(record);

    public void Write(ReadOnlySpan<byte> record)
    {
        foreach (IRecordWriter writer in _writers)
        {
            writer.Write(record);
        }
    }

    public void Advance(long ordinal)
    {
    }

    public void Tick(bool isBehind)
    {
        foreach (IRecordWriter writer in _writers)
        {
            writer.Tick(isBehind);
        }
    }

    public void Close()
    {
        foreach (IRecordWriter writer in _writers)
        {
            writer.Close();
        }
    }
}

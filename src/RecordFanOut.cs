using Gor.Http;
using Gor.Output;

namespace Gor;

/// <summary>Each call to every output, as it comes, in the form that the output takes.</summary>
internal sealed class RecordFanOut : IRecordSink
{
    private readonly IRecordWriter[] _writers;
    private readonly IRecordWriter[] _records;
    private readonly IRecordWriter[] _tapes;

    public RecordFanOut(IReadOnlyList<(OutputForm Form, IRecordWriter Writer)> writers)
    {
        _writers = [.. writers.Select(one => one.Writer)];
        _records = [.. writers.Where(one => one.Form != OutputForm.Tape).Select(one => one.Writer)];
        _tapes = [.. writers.Where(one => one.Form == OutputForm.Tape).Select(one => one.Writer)];
    }

    public void Write(in Rendition call, in ExchangeOrder order, bool isByTick) => Write(call);

    public void Write(in Rendition call)
    {
        foreach (IRecordWriter writer in call.IsAlone ? [] : _records)
        {
            writer.Write(call.Record);
        }

        foreach (IRecordWriter writer in _tapes)
        {
            writer.Write(call.Tape);
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

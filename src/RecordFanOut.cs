using Gor.Http;
using Gor.Output;

namespace Gor;

/// <summary>Each call to every output, or shared out among them, as it comes, in the form that the output takes.</summary>
internal sealed class RecordFanOut : IRecordSink
{
    private readonly IRecordWriter[] _writers;
    private readonly IRecordWriter[] _records;
    private readonly IRecordWriter[] _tapes;
    private readonly OutputForm[] _forms;
    private readonly Sharing _sharing;
    private uint _calls;

    public RecordFanOut(IReadOnlyList<(OutputForm Form, IRecordWriter Writer)> writers, Sharing sharing = Sharing.None)
    {
        _sharing = sharing;
        _forms = [.. writers.Select(one => one.Form)];
        _writers = [.. writers.Select(one => one.Writer)];
        _records = [.. writers.Where(one => one.Form != OutputForm.Tape).Select(one => one.Writer)];
        _tapes = [.. writers.Where(one => one.Form == OutputForm.Tape).Select(one => one.Writer)];
    }

    public void Write(in Rendition call, in ExchangeOrder order, bool isByTick) => Write(call);

    public void Write(in Rendition call)
    {
        if (_sharing != Sharing.None)
        {
            WriteToOne(call);
            return;
        }

        foreach (IRecordWriter writer in call.IsAlone ? [] : _records)
        {
            writer.Write(call.Record);
        }

        foreach (IRecordWriter writer in _tapes)
        {
            writer.Write(call.Tape, call.Connection);
        }
    }

    private void WriteToOne(in Rendition call)
    {
        uint choice = _sharing == Sharing.ByConnection ? call.Connection : _calls++;
        if (call.IsAlone && _tapes.Length > 0)
        {
            _tapes[choice % _tapes.Length].Write(call.Tape, call.Connection);
        }
        else if (!call.IsAlone && _writers.Length > 0)
        {
            int one = (int)(choice % _writers.Length);
            _writers[one].Write(_forms[one] == OutputForm.Tape ? call.Tape : call.Record, call.Connection);
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

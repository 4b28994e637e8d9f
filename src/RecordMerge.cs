using System.Buffers;
using Gor.Http;

namespace Gor;

/// <summary>
/// Brings the records of several workers into the one true order of a capture file: a record waits until no worker can come up
/// with an earlier one. What waits is bounded by how far the workers' queues let them be apart.
/// </summary>
internal sealed class RecordMerge
{
    private readonly Lock _gate = new();
    private readonly RecordFanOut _next;
    private readonly Lane[] _lanes;

    public RecordMerge(RecordFanOut next, int workers)
    {
        _next = next;
        _lanes = [.. Enumerable.Range(0, workers).Select(_ => new Lane(this))];
    }

    /// <summary>One for each worker.</summary>
    public IReadOnlyList<IRecordSink> Lanes => _lanes;

    private readonly record struct Place(long CompletedBy, bool IsByTick, long ConnectionStart, long Index) : IComparable<Place>
    {
        public int CompareTo(Place other)
        {
            int order = CompletedBy.CompareTo(other.CompletedBy);
            order = order != 0 ? order : IsByTick.CompareTo(other.IsByTick);
            order = order != 0 ? order : ConnectionStart.CompareTo(other.ConnectionStart);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }
    }

    private readonly record struct Entry(Place Place, byte[] Bytes, int RecordLength, int TapeLength, uint Connection, bool IsAlone);

    private sealed class Lane(RecordMerge merge) : IRecordSink
    {
        /// <summary>In order of place: a worker completes exchanges in the order of the packets.</summary>
        public Queue<Entry> Entries { get; } = new();

        /// <summary>The last packet number that this worker has done with.</summary>
        public long Done { get; private set; } = long.MinValue;

        public bool IsClosed { get; private set; }

        public void Write(in Rendition call, in ExchangeOrder order, bool isByTick)
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent(call.Record.Length + call.Tape.Length);
            call.Record.CopyTo(bytes);
            call.Tape.CopyTo(bytes.AsSpan(call.Record.Length));
            var place = new Place(order.CompletedBy, isByTick, order.ConnectionStart, order.Index);
            lock (merge._gate)
            {
                Entries.Enqueue(new Entry(place, bytes, call.Record.Length, call.Tape.Length, call.Connection, call.IsAlone));
            }
        }

        public void Advance(long ordinal)
        {
            lock (merge._gate)
            {
                Done = Math.Max(Done, ordinal);
                merge.Forward();
            }
        }

        public void Tick(bool isBehind)
        {
            lock (merge._gate)
            {
                merge._next.Tick(isBehind);
            }
        }

        public void Close()
        {
            lock (merge._gate)
            {
                IsClosed = true;
                Done = long.MaxValue;
                merge.Forward();
                if (Array.TrueForAll(merge._lanes, lane => lane.IsClosed))
                {
                    merge._next.Close();
                }
            }
        }
    }

    private void Forward()
    {
        long done = _lanes.Min(lane => lane.Done);
        while (First() is { } lane && lane.Entries.Peek().Place.CompletedBy <= done)
        {
            Entry entry = lane.Entries.Dequeue();
            _next.Write(new Rendition
            {
                Record = entry.Bytes.AsSpan(0, entry.RecordLength),
                Tape = entry.Bytes.AsSpan(entry.RecordLength, entry.TapeLength),
                Connection = entry.Connection,
                IsAlone = entry.IsAlone,
            });
            ArrayPool<byte>.Shared.Return(entry.Bytes);
        }
    }

    /// <summary>The lane whose first record is the earliest of all; null where there is none.</summary>
    private Lane? First()
    {
        Lane? first = null;
        foreach (Lane lane in _lanes)
        {
            if (lane.Entries.Count > 0 && (first is null || lane.Entries.Peek().Place.CompareTo(first.Entries.Peek().Place) < 0))
            {
                first = lane;
            }
        }

        return first;
    }
}

using Gor.Capture;

namespace Gor.Decode;

/// <summary>
/// The fragmented datagrams of one capture source, bounded in number, bytes and age; the oldest gives way.
/// A fragment is counted when its datagram ends: as merged, where another packet completed it, else as malformed.
/// </summary>
internal sealed class FragmentTable(DecodeOptions options, Counters counters)
{
    private readonly Dictionary<FragmentKey, LinkedListNode<FragmentedDatagram>> _byKey = [];

    /// <summary>The oldest first, by the packet that opened them.</summary>
    private readonly LinkedList<FragmentedDatagram> _byAge = [];

    /// <summary>Their bytes are being decoded: kept until the next packet.</summary>
    private readonly List<FragmentedDatagram> _complete = [];

    private readonly long _maxAgeNs = options.FragmentAge.Ticks * TimeSpan.NanosecondsPerTick;
    private long _bytes;

    /// <summary>A packet of this time is to come: frees what the one before completed, gives up what is too old.</summary>
    public void Advance(long timestampNs)
    {
        if (_complete.Count > 0)
        {
            foreach (FragmentedDatagram datagram in _complete)
            {
                datagram.Dispose();
            }

            _complete.Clear();
        }

        while (_byAge.First is { } oldest && timestampNs - oldest.Value.FirstSeenNs > _maxAgeNs)
        {
            GiveUp(oldest);
        }
    }

    /// <summary>Takes the fragment under the cursor; puts the whole datagram there where it was the last that lacked.</summary>
    public Layer Add(ref Cursor cursor, in Packet packet)
    {
        // A cut fragment would leave a hole in the middle of the datagram.
        if (cursor.Missing > 0)
        {
            return cursor.End(Counter.PacketsMalformedFragment);
        }

        byte keyProtocol = cursor.Source.IsIpv4 ? cursor.Protocol : (byte)0;
        var key = new FragmentKey(
            cursor.Source, cursor.Destination, cursor.Tunnel, cursor.Fragment.Id, keyProtocol, packet.CapturePoint);
        if (!_byKey.TryGetValue(key, out LinkedListNode<FragmentedDatagram>? node))
        {
            node = Open(key, packet.TimestampNs);
        }

        FragmentedDatagram datagram = node.Value;
        int sizeBefore = datagram.Size;
        bool added = datagram.TryAdd(cursor.Fragment, cursor.Protocol, cursor.Rest, out bool overlaps);
        _bytes += datagram.Size - sizeBefore;
        if (!added)
        {
            if (datagram.Packets == 0)
            {
                GiveUp(node);
            }

            return cursor.End(Counter.PacketsMalformedFragment);
        }

        if (overlaps)
        {
            counters.Add(Counter.FragmentsOverlapping);
        }

        if (datagram.IsComplete)
        {
            Remove(node);
            _complete.Add(datagram);
            counters.Add(Counter.PacketsIgnoredFragmentMerged, datagram.Packets - 1);
            cursor.Rest = datagram.Payload;
            return IpProtocol.Next(ref cursor, datagram.Protocol);
        }

        while (_bytes > options.FragmentBytes)
        {
            GiveUp(_byAge.First!);
        }

        return Layer.Held;
    }

    /// <summary>No fragment will come any more.</summary>
    public void Clear()
    {
        while (_byAge.First is { } oldest)
        {
            GiveUp(oldest);
        }
    }

    private LinkedListNode<FragmentedDatagram> Open(FragmentKey key, long timestampNs)
    {
        if (_byKey.Count >= options.FragmentDatagrams && _byAge.First is { } oldest)
        {
            GiveUp(oldest);
        }

        LinkedListNode<FragmentedDatagram> node = _byAge.AddLast(new FragmentedDatagram(key, timestampNs));
        _byKey.Add(key, node);
        _bytes += node.Value.Size;
        return node;
    }

    private void GiveUp(LinkedListNode<FragmentedDatagram> node)
    {
        Remove(node);
        counters.Add(Counter.PacketsMalformedFragment, node.Value.Packets);
        node.Value.Dispose();
    }

    private void Remove(LinkedListNode<FragmentedDatagram> node)
    {
        _byAge.Remove(node);
        _byKey.Remove(node.Value.Key);
        _bytes -= node.Value.Size;
    }
}

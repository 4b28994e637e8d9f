using System.Collections.Concurrent;
using System.Net;
using Gor.Decode;

namespace Gor;

/// <summary>
/// The connections over which gor delivers, so that a capture that includes them does not feed on itself: each delivered bundle would
/// be a call to deliver. Any thread.
/// </summary>
internal sealed class OwnConnections
{
    /// <summary>More than are ever open together; an old one's port may be somebody else's by now.</summary>
    private const int Most = 4096;

    private readonly ConcurrentDictionary<(Endpoint Local, Endpoint Remote), bool> _known = new();
    private readonly ConcurrentQueue<(Endpoint Local, Endpoint Remote)> _inOrder = new();

    public void Add(EndPoint? local, EndPoint? remote)
    {
        if (local is not IPEndPoint from || remote is not IPEndPoint to)
        {
            return;
        }

        (Endpoint Local, Endpoint Remote) connection = (Of(from), Of(to));
        if (!_known.TryAdd(connection, true))
        {
            return;
        }

        _inOrder.Enqueue(connection);
        if (_inOrder.Count > Most && _inOrder.TryDequeue(out (Endpoint Local, Endpoint Remote) oldest))
        {
            _known.TryRemove(oldest, out _);
        }
    }

    /// <param name="key">From client to server.</param>
    public bool Contains(in FlowKey key) => !_known.IsEmpty && _known.ContainsKey((key.Source, key.Destination));

    private static Endpoint Of(IPEndPoint endpoint) => new(Address.From(endpoint.Address), (ushort)endpoint.Port);
}

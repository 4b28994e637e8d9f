using Gor.Flows;

namespace Gor.Http;

/// <summary>Builds requests from what the client's flow tells and lines them up for their answers.</summary>
internal sealed class RequestSide(Dialogue dialogue, Pairing pairing, HttpOptions options, Counters counters) : IMessageHandler
{
    private HttpRequest? _request;
    private MessageStart _start;
    private OpenExchange? _open;

    public StartLineKind Kind => StartLineKind.Request;

    public FieldList Fields => _request!.Fields;

    public MessageBody Body => _request!.Body;

    /// <summary>True where no request is under way.</summary>
    public bool IsAtRest => _request is null && _open is null;

    /// <summary>True where the request under way announced a body after a 100 response, and got its final response instead.</summary>
    public bool IsBodyRefused => _open is { ExpectsContinue: true, Response: not null };

    /// <summary>The first bytes of the body under way come in a segment of their own.</summary>
    public void OnBodyBegins(in Arrival arrival)
    {
        if (_open is { ExpectsContinue: true })
        {
            _open.ContinuedAt = arrival.Acknowledged;
        }
    }

    public void OnStart(in StartLine line, in MessageStart start)
    {
        _start = start;
        pairing.Hear(start);
        _request = new HttpRequest(line.Method.ToArray(), line.Target.ToArray(), line.MinorVersion, options.BodyLimit)
        {
            FirstTimestampNs = start.TimestampNs,
        };
    }

    public BodyFraming OnHead()
    {
        counters.Add(Counter.Requests);
        _request!.Body.KeepAtMost(options.KeepsRequestBodies() ? options.KeepLimit(ContentCodings.IsCoded(_request.Fields)) : 0, options.Room);
        _open = new OpenExchange(_request, _start);
        pairing.Add(_open);
        return BodyFraming.OfRequest(_request.Method, _request.Fields);
    }

    public void OnEnd(long position, in Arrival arrival)
    {
        OpenExchange open = _open!;
        bool mayOpenTunnel = open.Request.Method.AsSpan().SequenceEqual("CONNECT"u8) && !open.IsOrphaned;
        _request!.LastTimestampNs = arrival.TimestampNs;
        (_request, _open) = (null, null);
        pairing.EndRequest(open);
        if (mayOpenTunnel)
        {
            dialogue.AwaitTunnel();
        }
    }

    public void OnHeadLost()
    {
        _request?.Dispose();
        _request = null;
    }

    public void OnLost(long position) => pairing.LoseRequests();

    /// <summary>Forgets what is under way.</summary>
    public void Clear() => (_request, _open) = (null, null);
}

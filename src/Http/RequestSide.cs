using Gor.Flows;

namespace Gor.Http;

/// <summary>Builds requests from what the client's flow tells and lines them up for their answers.</summary>
internal sealed class RequestSide(Dialogue dialogue, Pairing pairing, HttpOptions options, Counters counters) : IMessageHandler
{
    public StartLineKind Kind => StartLineKind.Request;

    public FieldList Fields => dialogue.Calls.Request!.Fields;

    public MessageBody Body => dialogue.Calls.Request!.Body;

    /// <summary>True where the request under way announced a body after a 100 response, and got its final response instead.</summary>
    public bool IsBodyRefused => dialogue.Calls.Asked is { ExpectsContinue: true, Response: not null };

    /// <summary>The first bytes of the body under way come in a segment of their own.</summary>
    public void OnBodyBegins(in Arrival arrival)
    {
        if (dialogue.Calls.Asked is { ExpectsContinue: true } open)
        {
            open.ContinuedAt = arrival.Acknowledged;
        }
    }

    public void OnStart(in StartLine line, in MessageStart start)
    {
        pairing.Hear(start);
        dialogue.Calls.RequestStart = start;
        dialogue.Calls.Request = new HttpRequest(line.Method.ToArray(), line.Target.ToArray(), line.MinorVersion, options.BodyLimit)
        {
            FirstTimestampNs = start.TimestampNs,
        };
    }

    public BodyFraming OnHead()
    {
        counters.Add(Counter.Requests);
        OpenCalls calls = dialogue.Calls;
        HttpRequest request = calls.Request!;
        request.Body.KeepAtMost(options.KeepsRequestBodies() ? options.KeepLimit(ContentCodings.IsCoded(request.Fields)) : 0, options.Room);
        calls.Asked = new OpenExchange(request, calls.RequestStart);
        pairing.Add(calls.Asked);
        return BodyFraming.OfRequest(request.Method, request.Fields);
    }

    public void OnEnd(long position, in Arrival arrival)
    {
        OpenCalls calls = dialogue.Calls;
        OpenExchange open = calls.Asked!;
        bool mayOpenTunnel = open.Request.Method.AsSpan().SequenceEqual("CONNECT"u8) && !open.IsOrphaned;
        open.Request.LastTimestampNs = arrival.TimestampNs;
        (calls.Request, calls.Asked) = (null, null);
        pairing.EndRequest(open);
        if (mayOpenTunnel)
        {
            dialogue.AwaitTunnel();
        }
    }

    public void OnHeadLost()
    {
        dialogue.Calls.Request?.Dispose();
        dialogue.Calls.Request = null;
    }

    public void OnLost(long position) => pairing.LoseRequests();
}

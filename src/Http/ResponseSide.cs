using Gor.Flows;

namespace Gor.Http;

/// <summary>Builds responses from what the server's flow tells and asks whom they answer.</summary>
internal sealed class ResponseSide(Dialogue dialogue, Pairing pairing, HttpOptions options, Counters counters) : IMessageHandler
{
    private HttpResponse? _response;
    private OpenExchange? _open;

    /// <summary>Where the answer began: at its first interim response, if it has any.</summary>
    private MessageStart? _answerStart;

    public StartLineKind Kind => StartLineKind.Status;

    public FieldList Fields => _response!.Fields;

    public MessageBody Body => _response!.Body;

    /// <summary>True where no answer is under way.</summary>
    public bool IsAtRest => _response is null && _open is null && _answerStart is null;

    private bool IsInterim => _response!.StatusCode is < 200 and not 101;

    public void OnStart(in StartLine line, in MessageStart start)
    {
        _answerStart ??= start;
        _response = new HttpResponse(line.StatusCode, line.MinorVersion, options.BodyLimit)
        {
            Reason = line.Reason.ToArray(),
            FirstTimestampNs = start.TimestampNs,
        };
    }

    public BodyFraming OnHead()
    {
        HttpResponse response = _response!;
        if (IsInterim)
        {
            counters.Add(Counter.ResponsesInterim);
            return default;
        }

        counters.Add(Counter.Responses);
        bool keepsBody = options.KeepsResponseBodies();
        response.Body.KeepAtMost(keepsBody ? options.KeepLimit(ContentCodings.IsCoded(response.Fields)) : 0, options.Room);
        _open = pairing.Answer(_answerStart!.Value, response);
        if (_open is null)
        {
            response.Body.StopKeeping();
        }

        return BodyFraming.OfResponse(response.StatusCode, response.Fields, _open is null ? default : _open.Request.Method);
    }

    public void OnEnd(long position, in Arrival arrival)
    {
        HttpResponse response = _response!;
        OpenExchange? open = _open;
        bool isInterim = IsInterim;
        response.LastTimestampNs = arrival.TimestampNs;
        (_response, _open) = (null, null);
        if (isInterim)
        {
            response.Dispose();
            return;
        }

        bool opensSegment = _answerStart!.Value.OpensSegment;
        _answerStart = null;
        bool isConnect = open is not null && open.Request.Method.AsSpan().SequenceEqual("CONNECT"u8);
        if (open is null)
        {
            response.Dispose();
        }
        else
        {
            pairing.EndResponse(open, position);
        }

        if (response.StatusCode == 101 ? open is not null || opensSegment : isConnect && response.StatusCode is >= 200 and < 300)
        {
            dialogue.GiveUp(Counter.BytesTunneled);
        }
        else if (isConnect)
        {
            dialogue.RefuseTunnel();
        }
    }

    public void OnHeadLost()
    {
        _response?.Dispose();
        _response = null;
    }

    public void OnLost(long position)
    {
        _answerStart = null;
        pairing.LoseResponses(position);
    }

    /// <summary>Forgets what is under way.</summary>
    public void Clear() => (_response, _open, _answerStart) = (null, null, null);
}

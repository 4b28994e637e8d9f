using Gor.Flows;

namespace Gor.Http;

/// <summary>Builds responses from what the server's flow tells and asks whom they answer.</summary>
internal sealed class ResponseSide(Dialogue dialogue, Pairing pairing, HttpOptions options, Counters counters) : IMessageHandler
{
    public StartLineKind Kind => StartLineKind.Status;

    public FieldList Fields => dialogue.Calls.Response!.Fields;

    public MessageBody Body => dialogue.Calls.Response!.Body;

    private static bool IsInterim(HttpResponse response) => response.StatusCode is < 200 and not 101;

    public void OnStart(in StartLine line, in MessageStart start)
    {
        dialogue.Calls.AnswerStart ??= start;
        dialogue.Calls.Response = new HttpResponse(line.StatusCode, line.MinorVersion, options.BodyLimit)
        {
            Reason = line.Reason.ToArray(),
            FirstTimestampNs = start.TimestampNs,
        };
    }

    public BodyFraming OnHead()
    {
        OpenCalls calls = dialogue.Calls;
        HttpResponse response = calls.Response!;
        if (IsInterim(response))
        {
            counters.Add(Counter.ResponsesInterim);
            return default;
        }

        counters.Add(Counter.Responses);
        bool keepsBody = options.KeepsResponseBodies();
        response.Body.KeepAtMost(keepsBody ? options.KeepLimit(ContentCodings.IsCoded(response.Fields)) : 0, options.Room);
        OpenExchange? open = pairing.Answer(calls.AnswerStart!.Value, response);
        calls.Answered = open;
        if (open is null)
        {
            response.Body.StopKeeping();
        }

        return BodyFraming.OfResponse(response.StatusCode, response.Fields, open is null ? default : open.Request.Method);
    }

    public void OnEnd(long position, in Arrival arrival)
    {
        OpenCalls calls = dialogue.Calls;
        HttpResponse response = calls.Response!;
        OpenExchange? open = calls.Answered;
        response.LastTimestampNs = arrival.TimestampNs;
        (calls.Response, calls.Answered) = (null, null);
        if (IsInterim(response))
        {
            response.Dispose();
            return;
        }

        bool opensSegment = calls.AnswerStart!.Value.OpensSegment;
        calls.AnswerStart = null;
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
        dialogue.Calls.Response?.Dispose();
        dialogue.Calls.Response = null;
    }

    public void OnLost(long position)
    {
        dialogue.Calls.AnswerStart = null;
        pairing.LoseResponses(position);
    }
}

namespace Gor.Http;

/// <summary>What is under way on one connection: the messages that are being read, and the requests that wait for their answers.</summary>
internal sealed class OpenCalls
{
    /// <summary>The request that is being read, from its start line on.</summary>
    public HttpRequest? Request { get; set; }

    public MessageStart RequestStart { get; set; }

    /// <summary>Its exchange, once its head is read.</summary>
    public OpenExchange? Asked { get; set; }

    /// <summary>The response that is being read, from its start line on.</summary>
    public HttpResponse? Response { get; set; }

    /// <summary>Where that answer began: at its first interim response, if it has any.</summary>
    public MessageStart? AnswerStart { get; set; }

    /// <summary>The exchange that it answers, once its head is read and that is proven.</summary>
    public OpenExchange? Answered { get; set; }

    /// <summary>Requests without a final response, oldest first.</summary>
    public List<OpenExchange> Waiting { get; } = [];

    /// <summary>The exchange whose response was begun last, until both of its messages are read and it is proven.</summary>
    public OpenExchange? Current { get; set; }

    public bool IsEmpty => Request is null && Asked is null && Response is null && AnswerStart is null && Answered is null
        && Waiting.Count == 0 && Current is null;

    /// <summary>Forgets what is there.</summary>
    public void Clear()
    {
        (Request, Asked, Response, AnswerStart, Answered, Current) = (null, null, null, null, null, null);
        Waiting.Clear();
    }
}

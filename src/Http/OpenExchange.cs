using System.Text;
using Gor.Flows;

namespace Gor.Http;

/// <summary>A request on its way to becoming an exchange, with what is known of its answer.</summary>
internal sealed class OpenExchange(HttpRequest request, MessageStart start)
{
    public HttpRequest Request { get; } = request;

    public MessageStart Start { get; } = start;

    /// <summary>True while requests may be lost between the last proven exchange and this one.</summary>
    public bool IsAfterLoss { get; set; } = start.IsAfterLoss;

    /// <summary>True once no more of the request will come.</summary>
    public bool IsRequestRead { get; set; }

    /// <summary>The final response, once its head is read.</summary>
    public HttpResponse? Response { get; set; }

    /// <summary>Position behind the response once no more of it will come, else Arrival.Unknown.</summary>
    public long ResponseEnd { get; set; } = Arrival.Unknown;

    public bool IsResponseRead => ResponseEnd != Arrival.Unknown;

    public bool IsTentative { get; set; }

    /// <summary>True once it is counted as orphaned: it will never be an exchange.</summary>
    public bool IsOrphaned { get; set; }

    /// <summary>
    /// Position in the server's flow up to which the client had everything when it began the body that it held back for
    /// a 100 response: behind that response.
    /// </summary>
    public long ContinuedAt { get; set; } = Arrival.Unknown;

    /// <summary>True where the client waits before it sends the body (RFC 9110 section 10.1.1).</summary>
    public bool ExpectsContinue { get; } = Expects(request.Fields);

    /// <summary>
    /// True where the answer cannot begin behind <paramref name="position"/> and be told: what the client had received when it
    /// sent the request ends before.
    /// </summary>
    public bool IsPast(long position) => Start.Acknowledged < position && ContinuedAt < position && (IsRequestRead || !ExpectsContinue);

    /// <summary>
    /// Judges by the acknowledgements whether a response that begins at <paramref name="response"/> answers this request, on a
    /// connection where no request ever overtook a response. The client had received everything before the response and nothing
    /// of it when it sent the request, so all earlier requests were answered before; and the server had received the request.
    /// Where requests may be lost before this one, the server must also be seen to have had everything before the request,
    /// and nothing of it, when it sent its last byte before the response.
    /// </summary>
    /// <param name="isAfterLoss">True where requests before this one may be lost.</param>
    public Proof JudgeAnswer(in MessageStart response, bool isAfterLoss)
    {
        bool fits = (Start.Acknowledged == response.Position || ContinuedAt == response.Position)
            && response.Position >= 0 && response.Acknowledged > Start.Position;
        if (!fits || !isAfterLoss)
        {
            return fits ? Proof.Certain : Proof.None;
        }

        long before = response.AcknowledgedBefore;
        return before >= Start.Boundary && before <= Start.Position ? Proof.Certain
            : before == Arrival.Unknown && Start.OpensSegment && response.OpensSegment ? Proof.Tentative
            : Proof.None;
    }

    private static bool Expects(FieldList fields)
    {
        int index = fields.IndexOf("expect"u8);
        return index >= 0 && Ascii.EqualsIgnoreCase(fields.Value(index), "100-continue"u8);
    }
}

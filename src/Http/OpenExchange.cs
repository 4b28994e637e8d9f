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

    /// <summary>True where the begin of a body that waited for a 100 response was not seen, so that it is not known what the client had then.</summary>
    public bool MayHaveContinued => ExpectsContinue && ContinuedAt == Arrival.Unknown && Request.Body.IsTruncated;

    /// <summary>
    /// True where the answer cannot begin behind <paramref name="position"/> and be told: what the client had received when it
    /// sent the request ends before.
    /// </summary>
    public bool IsPast(long position) => Start.Acknowledged < position && ContinuedAt < position && (IsRequestRead || !ExpectsContinue);

    /// <summary>
    /// Judges by the acknowledgements whether a response that begins at <paramref name="response"/> answers this request, on a
    /// connection where no request was ever seen to overtake a response. The client had received everything before the response
    /// and nothing of it when it sent the request, and the server had received the request. Where an earlier request may be
    /// unanswered, the server must also be seen to have had everything before the request, and nothing of it, when it
    /// sent its last byte before the response: then both directions were at rest between the two.
    /// </summary>
    /// <param name="isFirst">True where all earlier requests are known to be answered.</param>
    public Proof JudgeAnswer(in MessageStart response, bool isFirst)
    {
        bool fits = (Start.Acknowledged == response.Position || ContinuedAt == response.Position)
            && response.Position >= 0 && response.Acknowledged > Start.Position;
        if (!fits || isFirst)
        {
            return fits ? Proof.Certain : Proof.None;
        }

        long before = response.AcknowledgedBefore;
        return before >= Start.Boundary && before <= Start.Position ? Proof.Certain
            : before == Arrival.Unknown && Start.OpensSegment && response.OpensSegment ? Proof.Tentative
            : Proof.None;
    }

    /// <summary>
    /// True where the server had not received all that came before this request when it sent the last byte that the client had
    /// when it sent this request: the request did not wait for the answer to the one before.
    /// </summary>
    public bool Overtook(in MessageStart response) => !Start.IsDoubtful
        && Start.Acknowledged == response.Position && response.AcknowledgedBefore >= 0 && response.AcknowledgedBefore < Start.Boundary;

    /// <summary>
    /// True where server bytes behind what the client had when it sent this request are no answer to it: they do not begin with a
    /// status line, or were sent before the server had the request.
    /// </summary>
    public bool WasOvertakenBy(ReadOnlySpan<byte> data, in Arrival arrival)
    {
        long at = Start.Acknowledged - arrival.Position;
        return !Start.IsDoubtful && Start.Acknowledged >= 0 && at < data.Length
            && ((arrival.Acknowledged != Arrival.Unknown && arrival.Acknowledged <= Start.Position)
                || (at >= 0 && !StartLine.CanBegin(data[(int)at..], StartLineKind.Status)));
    }

    private static bool Expects(FieldList fields)
    {
        int index = fields.IndexOf("expect"u8);
        return index >= 0 && Ascii.EqualsIgnoreCase(fields.Value(index), "100-continue"u8);
    }
}

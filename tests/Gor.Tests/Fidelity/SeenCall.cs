using System.Text;
using Gor.Http;

namespace Gor.Tests.Fidelity;

/// <summary>One call as it came out, with what tells it from the others of its capture.</summary>
/// <param name="Connection">Both endpoints.</param>
/// <param name="Line">Method, target and status.</param>
/// <param name="Fields">All field values of both messages.</param>
/// <param name="RequestBody">What was kept, with the content coding on.</param>
/// <param name="RequestLength">Bytes of the request's content that were captured.</param>
/// <param name="IsRequestCut">True where more were sent.</param>
internal sealed record SeenCall(
    string Connection,
    string Line,
    string Fields,
    byte[] RequestBody,
    long RequestLength,
    bool IsRequestCut,
    byte[] ResponseBody,
    long ResponseLength,
    bool IsResponseCut)
{
    public bool IsCut => IsRequestCut || IsResponseCut;

    /// <summary>Equal for the same messages, paired the same way.</summary>
    public (string, string, string) Identity => (Connection, Line, Fields);

    public static SeenCall Of(Exchange exchange)
    {
        HttpRequest request = exchange.Request;
        HttpResponse response = exchange.Response;
        return new SeenCall(
            exchange.Key.ToString(),
            $"{Encoding.Latin1.GetString(request.Method)} {Encoding.Latin1.GetString(request.Target)} {response.StatusCode}",
            string.Join('|', Values(request.Fields).Concat(Values(response.Fields))),
            request.Body.Kept.ToArray(),
            request.Body.Length,
            request.Body.IsTruncated,
            response.Body.Kept.ToArray(),
            response.Body.Length,
            response.Body.IsTruncated);
    }

    /// <summary>True where this call claims no more than what the whole one, of which packets were lost, had.</summary>
    public bool IsHonestPartOf(SeenCall whole) =>
        IsPart(RequestBody, RequestLength, IsRequestCut, whole.RequestBody, whole.RequestLength)
        && IsPart(ResponseBody, ResponseLength, IsResponseCut, whole.ResponseBody, whole.ResponseLength);

    private static IEnumerable<string> Values(FieldList fields) =>
        Enumerable.Range(0, fields.Count).Select(i => Encoding.Latin1.GetString(fields.Value(i)));

    private static bool IsPart(byte[] kept, long length, bool isCut, byte[] whole, long wholeLength) =>
        whole.AsSpan().StartsWith(kept) && (isCut ? length <= wholeLength : length == wholeLength);
}

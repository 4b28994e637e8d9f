using System.Net;
using System.Net.Http.Headers;

namespace Gor.Output;

/// <summary>What became of one POST.</summary>
/// <param name="Reason">For the log.</param>
internal readonly record struct Answer(Verdict Verdict, string Reason, RetryConditionHeaderValue? RetryAfter = null)
{
    /// <summary>True where it failed in a way that leaves open whether the destination has the records.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>The meaning of a final status; a redirect that is not followed is one.</summary>
    public static Verdict MeaningOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and <= 299 => Verdict.Delivered,
        408 or 429 or >= 500 => Verdict.Unavailable,
        413 => Verdict.TooLarge,
        _ => Verdict.Refused,
    };
}

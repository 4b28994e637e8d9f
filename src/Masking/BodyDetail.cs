using System.Globalization;
using Gor.Http;

namespace Gor.Masking;

/// <summary>
/// The pair of one body, request or response, and the mark of a damaged one (resurface.md 2.3). What is UTF-8 on the wire is
/// borrowed from the message or from the decoder, not copied.
/// </summary>
internal sealed class BodyDetail(string name, int limit, Func<string, bool> isKilled, Counters counters) : IDisposable
{
    private readonly string _markName = $"custom_field:gor_{name}";
    private readonly ContentDecoder _decoder = new(limit);
    private string? _mark;

    /// <summary>Adds the pair, unless the body is empty or no rule can let it out.</summary>
    /// <param name="isForm">True where the content is wanted in any case.</param>
    /// <returns>The decoded content where it is whole and within the limit, else empty. Borrowed until the next call.</returns>
    public ReadOnlyMemory<byte> AddTo(Details details, FieldList fields, MessageBody body, bool isForm = false)
    {
        bool isOut = isKilled(name);
        if (body is { KeepLimit: 0, Length: > 0 } && limit > 0 && !isOut)
        {
            // The rules that were in force when it came could not let it out; those that are now would have.
            _mark = "uncollected";
            return default;
        }

        bool isWanted = !isOut || (isForm && body.KeepLimit > 0);
        DecodedContent content = isWanted
            ? _decoder.Decode(fields, body)
            : new DecodedContent(default, 0, body.IsTruncated ? ContentStatus.Truncated : ContentStatus.Complete);
        Note(content.Status, body.IsTruncated);
        if (isOut)
        {
            return Whole(content);
        }

        if (content.Status == ContentStatus.OverLimit)
        {
            details.Add(name, Instead("overflowed", content.Length));
        }
        else if (!BodyText.TryAddTo(details, name, content.Bytes, FieldParameters.ContentType(fields)))
        {
            counters.Add(Counter.BodiesBinary);
            details.Add(name, Instead("binary", content.Length));
        }

        return Whole(content);
    }

    private static ReadOnlyMemory<byte> Whole(in DecodedContent content) =>
        content.Status == ContentStatus.Complete ? content.Bytes : default;

    /// <summary>Adds the mark of the body that was added last, if it was damaged.</summary>
    public void AddMarkTo(Details details)
    {
        if (_mark is not null)
        {
            details.Add(_markName, _mark);
        }
    }

    private void Note(ContentStatus status, bool isTruncated)
    {
        (_mark, Counter? counter) = status switch
        {
            ContentStatus.Truncated => ("truncated", Counter.BodiesTruncated),
            ContentStatus.Corrupt => ("corrupt", Counter.BodiesCorrupt),
            ContentStatus.Undecoded => ("undecoded", Counter.BodiesUndecoded),
            ContentStatus.OverLimit => (isTruncated ? "truncated" : null, Counter.BodiesOverLimit),
            _ => ((string?)null, (Counter?)null),
        };
        if (counter is { } one)
        {
            counters.Add(one);
        }
    }

    private static string Instead(string reason, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{{ \"{reason}\": {length} }}");

    public void Dispose() => _decoder.Dispose();
}

namespace Gor.Tests.Kit;

/// <summary>What was just sent, and what becomes of it on its way into the capture. Calls can be chained.</summary>
internal sealed class ConversationSent(Conversation conversation, params ConversationSegment[] segments)
{
    private ConversationSegment[] _segments = segments;

    /// <summary>It went in segments of at most <paramref name="size"/> bytes.</summary>
    public ConversationSent In(int size)
    {
        _segments = _segments.SelectMany(segment => conversation.Replace(segment, Cut(segment, size))).ToArray();
        return this;
    }

    /// <summary>It arrived, but the capture missed it.</summary>
    public ConversationSent Lost()
    {
        foreach (ConversationSegment segment in _segments)
        {
            conversation.Replace(segment, []);
        }

        return this;
    }

    /// <summary>The capture saw it twice in a row.</summary>
    public ConversationSent Duplicated()
    {
        foreach (ConversationSegment segment in _segments)
        {
            conversation.Replace(segment, [segment, segment with { }]);
        }

        return this;
    }

    /// <summary>The capture saw it only behind the next <paramref name="by"/> segments; its timestamps stay.</summary>
    public ConversationSent Reordered(int by = 1)
    {
        foreach (ConversationSegment segment in _segments)
        {
            conversation.Delay(segment, by);
        }

        return this;
    }

    /// <summary>The snap length left only so many bytes of each segment's payload.</summary>
    public ConversationSent CutTo(int length)
    {
        _segments = _segments.SelectMany(segment => conversation.Replace(segment, [segment with
        {
            Payload = segment.Payload[..Math.Min(length, segment.Payload.Length)],
            MissingLength = Math.Max(0, segment.Payload.Length - length),
        }])).ToArray();
        return this;
    }

    /// <summary>Its sender had only so much of what the other side sent.</summary>
    public ConversationSent Acknowledging(long position)
    {
        _segments = _segments.SelectMany(segment => conversation.Replace(segment, [segment with { Acknowledged = position }])).ToArray();
        return this;
    }

    private static ConversationSegment[] Cut(ConversationSegment segment, int size) => segment.Payload.Chunk(size)
        .Select((part, index) => segment with { Position = segment.Position + (index * (long)size), Payload = part })
        .ToArray();
}

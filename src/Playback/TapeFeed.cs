using System.Threading.Channels;
using Gor.Tape;

namespace Gor.Playback;

/// <summary>
/// The way of messages from tasks that bring them, one by one, to the thread that makes calls of them. Who brings them is held back
/// where the pipeline is.
/// </summary>
/// <param name="counters">Of the thread that runs it.</param>
/// <param name="answered">Takes what servers answered to replays; null: nobody here has a use for it.</param>
internal sealed class TapeFeed(Counters counters, TimeProvider time, Action<TapeMessage>? answered = null)
{
    private const long MatchLimit = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Channel<TapeMessage> _messages = Channel.CreateBounded<TapeMessage>(64);
    private long _malformed;
    private long _unplayed;
    private long _brought;
    private long _matching;

    /// <summary>Bytes of messages that are no calls yet. Any thread, roughly.</summary>
    public long Held => Math.Max(0, Volatile.Read(ref _brought)) + Volatile.Read(ref _matching);

    /// <summary>Any task.</summary>
    /// <exception cref="OperationCanceledException">At <paramref name="stop"/>: the message was not taken.</exception>
    public async ValueTask WriteAsync(TapeMessage message, CancellationToken stop)
    {
        await _messages.Writer.WriteAsync(message, stop);
        Interlocked.Add(ref _brought, message.Content.Length);
    }

    /// <summary>What came and was no message.</summary>
    public void AddMalformed(long messages) => Interlocked.Add(ref _malformed, messages);

    /// <summary>Messages that were not taken any more.</summary>
    public void AddUnplayed(long messages) => Interlocked.Add(ref _unplayed, messages);

    /// <summary>No more come.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Makes calls until the feed is complete or <paramref name="stop"/> comes.</summary>
    /// <param name="ended">Called then: afterwards nobody brings more, and what was brought is played.</param>
    public void Run(CallSegments calls, Action ended, CancellationToken stop)
    {
        var matcher = new LiveMatcher(MatchLimit, time);
        while (Wait(stop))
        {
            TakeAll(matcher, calls);
            while (matcher.NextAlone() is { } alone)
            {
                calls.Send(alone);
            }

            Volatile.Write(ref _matching, matcher.Size);
        }

        ended();
        TakeAll(matcher, calls);
        while (matcher.NextAlone(isEnd: true) is { } alone)
        {
            calls.Send(alone);
        }
    }

    /// <summary>False once nothing comes any more.</summary>
    private bool Wait(CancellationToken stop)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            return _messages.Reader.WaitToReadAsync(patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return !stop.IsCancellationRequested;
        }
    }

    private void TakeAll(LiveMatcher matcher, CallSegments calls)
    {
        while (_messages.Reader.TryRead(out TapeMessage? message))
        {
            counters.Add(Counter.TapedMessagesRead);
            Interlocked.Add(ref _brought, -message.Content.Length);
            if (message.Header.Kind == TapeKind.ReplayedResponse)
            {
                HandOnAnswer(message);
            }
            else if (matcher.TryMatch(message, out TapedCall? call))
            {
                calls.Send(call);
            }
        }

        Count(ref _malformed, Counter.TapedMessagesMalformed);
        Count(ref _unplayed, Counter.TapedMessagesUnplayed);
    }

    private void HandOnAnswer(TapeMessage message)
    {
        if (answered is null)
        {
            counters.Add(Counter.TapedMessagesIgnoredReplayed);
        }
        else if (TapeSeparator.IndexOfLine(message.Content.Span) >= 0)
        {
            // Where it goes it would be taken apart.
            counters.Add(Counter.TapedMessagesMalformed);
        }
        else
        {
            counters.Add(Counter.TapedMessagesHanded);
            answered(message);
        }
    }

    private void Count(ref long messages, Counter counter)
    {
        long number = Interlocked.Exchange(ref messages, 0);
        counters.Add(Counter.TapedMessagesRead, number);
        counters.Add(counter, number);
    }
}

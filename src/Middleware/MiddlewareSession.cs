using System.Diagnostics;
using Gor.Playback;
using Gor.Tape;

namespace Gor.Middleware;

/// <summary>The talk with one life of a middleware: messages in, messages out, until it fails or everything is said.</summary>
/// <param name="timeout">How long it may leave its input unread while its output is read.</param>
internal sealed class MiddlewareSession(MiddlewareProcess process, MiddlewareBacklog backlog, TapeFeed feed, TimeSpan timeout)
{
    /// <summary>More than any message that gor keeps.</summary>
    private const int LongestLine = 1 << 30;

    /// <summary>Lines in a row that are no messages.</summary>
    private const int MostGarbage = 100;

    /// <summary>Messages that it may give beyond ten for each that it got.</summary>
    private const int MostMore = 1000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private long _sent;
    private long _received;
    private volatile bool _isHandingOn;

    /// <summary>Messages that it has got.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Messages that it has given.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <returns>What is wrong with it; null where it has said all it had to say.</returns>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // A pipe is read and written by threads that only its end wakes.
        await using CancellationTokenRegistration killing = stop.Register(process.Kill);
        Task<string?> writing = Guard(() => WriteAllAsync(end.Token));
        Task<string?> reading = Guard(() => ReadAllAsync(end.Token));
        bool isWritten = await Task.WhenAny(writing, reading) == writing && await writing is null;
        string? failure = isWritten ? await reading ?? await process.FailureAsync()
            : reading.IsCompleted ? await reading ?? await process.EndAsync()
            : await writing;

        // Its end frees whoever is in the middle of reading or writing.
        process.Kill();
        await end.CancelAsync();
        await Task.WhenAll(writing, reading);
        return failure;
    }

    private static Task<string?> Guard(Func<Task<string?>> work) => Task.Run(async () =>
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException or OperationCanceledException)
        {
            return e is OperationCanceledException ? "it was ended" : e.Message;
        }
    });

    private async Task<string?> WriteAllAsync(CancellationToken stop)
    {
        while (await backlog.NextAsync(stop) is { } message)
        {
            try
            {
                if (!await TryWriteAsync(HexLine.Write(message.Span), stop))
                {
                    return $"it has not read for {timeout.TotalSeconds:0.#} s";
                }
            }
            catch (IOException)
            {
                return await process.EndAsync();
            }

            Interlocked.Increment(ref _sent);
            backlog.Take();
        }

        process.Input.Close();
        return null;
    }

    private async Task<bool> TryWriteAsync(byte[] line, CancellationToken stop)
    {
        Task write = WriteAsync(line);
        TimeSpan waited = TimeSpan.Zero;
        while (!write.IsCompleted && waited < timeout)
        {
            long begun = Stopwatch.GetTimestamp();
            await Task.WhenAny(write, Task.Delay(Look, stop));
            stop.ThrowIfCancellationRequested();

            // Where its output waits for us it cannot be blamed.
            waited = _isHandingOn ? TimeSpan.Zero : waited + Stopwatch.GetElapsedTime(begun);
        }

        if (!write.IsCompleted)
        {
            // It is ended next, and with it the write.
            _ = write.ContinueWith(failed => failed.Exception, TaskScheduler.Default);
            return false;
        }

        await write;
        return true;
    }

    private async Task WriteAsync(byte[] line)
    {
        await process.Input.WriteAsync(line);
        await process.Input.FlushAsync();
    }

    private async Task<string?> ReadAllAsync(CancellationToken stop)
    {
        var lines = new LineReader(process.Output, LongestLine);
        int garbage = 0;
        while (await lines.NextAsync(stop) is { } line)
        {
            TapeMessage? message = HexLine.Read(line.Span);
            garbage = message is null ? garbage + 1 : 0;
            if (message is null)
            {
                feed.AddMalformed(1);
                if (garbage == MostGarbage)
                {
                    return $"it wrote {garbage} lines that are no messages";
                }

                continue;
            }

            if (Interlocked.Increment(ref _received) > (10 * Sent) + MostMore)
            {
                feed.AddUnplayed(1);
                return $"it gave {Received} messages for {Sent}";
            }

            await HandOnAsync(message, stop);
        }

        return null;
    }

    private async Task HandOnAsync(TapeMessage message, CancellationToken stop)
    {
        _isHandingOn = true;
        try
        {
            await feed.WriteAsync(message, stop);
        }
        catch (OperationCanceledException)
        {
            feed.AddUnplayed(1);
            throw;
        }
        finally
        {
            _isHandingOn = false;
        }
    }
}

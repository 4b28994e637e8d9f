using System.Threading.Channels;
using Gor.Output;

namespace Gor;

/// <summary>
/// What servers answer to replays, to every output that takes messages, on a thread of its own: outputs may wait for room. Begins when
/// it is started; whoever brings answers waits until they are taken.
/// </summary>
internal sealed class AnswerFanOut(Counters counters)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Channel<ReadOnlyMemory<byte>> _answers = Channel.CreateBounded<ReadOnlyMemory<byte>>(64);
    private Task _writing = Task.CompletedTask;

    /// <param name="writers">Its own ones.</param>
    public void Start(IReadOnlyList<IRecordWriter> writers) => _writing = Task.Factory.StartNew(
        () => WriteAll(writers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Any thread, until it is stopped.</summary>
    /// <param name="answer">A message in GoReplay's format, without the last line end.</param>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> answer) => _answers.Writer.WriteAsync(answer);

    /// <summary>Hands over what is there. Nobody may bring more.</summary>
    public Task StopAsync()
    {
        _answers.Writer.TryComplete();
        return _writing;
    }

    private void WriteAll(IReadOnlyList<IRecordWriter> writers)
    {
        while (Wait())
        {
            while (_answers.Reader.TryRead(out ReadOnlyMemory<byte> answer))
            {
                counters.Add(Counter.ReplayedResponses);
                foreach (IRecordWriter writer in writers)
                {
                    writer.Write(answer.Span);
                }
            }

            foreach (IRecordWriter writer in writers)
            {
                writer.Tick(isBehind: false);
            }
        }

        foreach (IRecordWriter writer in writers)
        {
            writer.Close();
        }
    }

    /// <summary>False once nothing comes any more.</summary>
    private bool Wait()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return _answers.Reader.WaitToReadAsync(patience.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

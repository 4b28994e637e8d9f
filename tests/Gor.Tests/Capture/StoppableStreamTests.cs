using System.IO.Pipes;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class StoppableStreamTests
{
    [Fact]
    public void Reads_what_is_written_and_ends_with_the_writer()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        var stream = new StoppableStream(client, CancellationToken.None);
        server.Write([1, 2, 3]);
        byte[] buffer = new byte[10];
        Assert.Equal(3, stream.Read(buffer.AsSpan()));
        Assert.Equal([1, 2, 3], buffer[..3]);
        server.Dispose();
        Assert.Equal(0, stream.Read(buffer, 0, 10));
    }

    [Fact]
    public async Task Gives_a_silent_pipe_up_when_it_is_stopped()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        using var stop = new CancellationTokenSource();
        var stream = new StoppableStream(client, stop.Token);
        Task read = Task.Run(() => stream.ReadExactly(new byte[10]));
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}

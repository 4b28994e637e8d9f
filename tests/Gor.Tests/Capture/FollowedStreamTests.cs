using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class FollowedStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Waits_at_the_end_for_more()
    {
        string path = _folder.Write("growing", [1, 2]);
        using var stream = new FollowedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), CancellationToken.None);
        byte[] buffer = new byte[10];
        Assert.Equal(2, stream.Read(buffer, 0, 10));
        Task<int> read = Task.Run(() => stream.Read(buffer, 0, 10));
        File.AppendAllBytes(path, [3]);
        Assert.Equal(1, await read.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(3, buffer[0]);
    }

    [Fact]
    public async Task Ends_when_it_is_stopped_and_closes_the_file()
    {
        var file = new FileStream(_folder.Write("still", []), FileMode.Open);
        using var stop = new CancellationTokenSource();
        var stream = new FollowedStream(file, stop.Token);
        Task read = Task.Run(() => stream.ReadByte());
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromSeconds(20)));
        stream.Dispose();
        Assert.False(file.CanRead);
    }
}

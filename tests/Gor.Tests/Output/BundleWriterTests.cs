using Gor.Output;
using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Output;

public sealed class BundleWriterTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(true, 0, false)]
    [InlineData(true, 30, true)]
    public void A_worker_that_is_behind_does_not_compress_unless_records_wait_already(bool isBehind, int waiting, bool isCompressed)
    {
        var queue = new BundleQueue(100, waitsForRoom: false, _time);
        if (waiting > 0)
        {
            Assert.True(queue.TryAdd(new Bundle(new byte[waiting], 1, IsCompressed: true)));
            Assert.True(queue.TryTake(out _));
        }

        var writer = new BundleWriter(
            new BundleBuilder(1000, compress: true), TimeSpan.Zero, queue, new OutputTally(), new OutputLog("out", new Logged().Log, _time), _time);
        writer.Tick(isBehind);
        writer.Write("[]"u8);
        writer.Close();
        Assert.True(queue.TryTake(out Bundle? bundle));
        Assert.Equal(isCompressed, bundle.IsCompressed);
    }
}

using Gor.Output;
using Gor.Tests.Kit;

namespace Gor.Tests;

public sealed class LossWatchTests
{
    [Fact]
    public async Task Speaks_up_at_a_loss_and_not_before()
    {
        int losses = 0;
        int looks = 0;
        var output = new NullOutput();
        using var watch = new LossWatch(new CountedReads(output, () => Interlocked.Increment(ref looks)), () => Interlocked.Increment(ref losses), TimeProvider.System);
        await Eventually.TrueAsync(() => Volatile.Read(ref looks) >= 3);
        Assert.Equal(0, losses);
        output.Tally.AddShed(1);
        await Eventually.TrueAsync(() => Volatile.Read(ref losses) > 0);
    }

    private sealed class CountedReads(IOutput output, Action onRead) : IReadOnlyList<IOutput>
    {
        public int Count => 1;

        public IOutput this[int index] => output;

        public IEnumerator<IOutput> GetEnumerator()
        {
            onRead();
            yield return output;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

using System.Text;
using CsCheck;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Output;

/// <summary>Any course of events, against a list: nothing is lost, doubled or out of order, and the tally says the same.</summary>
public sealed class SpoolModelTests
{
    /// <summary>Bundles of one block each.</summary>
    private const int Capacity = 5;

    [Fact]
    public void Is_a_list_that_survives_restarts() => Gen.Int[0, 5].Array[0, 40].Sample(Play, iter: 60, threads: 1);

    private static void Play(int[] events)
    {
        using var folder = new TemporaryFolder();
        var log = new OutputLog("sink", new Logged().Log, TimeProvider.System);
        var options = new SpoolOptions { Size = Capacity * 4096 };
        var model = new List<int>();
        var taken = new List<(int Number, SpooledBundle Bundle)>();
        var tally = new OutputTally();
        Spool spool = Spool.Open(folder.Path, options, tally, log);
        int next = 0;
        int gaveWay = 0;
        foreach (int what in events)
        {
            switch (what)
            {
                case 0 or 1:
                    bool isFull = model.Count + taken.Count == Capacity;
                    bool fits = !isFull || model.Count > 0;
                    Assert.Equal(fits, spool.TryAdd(BundleOf(next), isPressed: false, out _));
                    if (fits && isFull)
                    {
                        model.RemoveAt(0);
                        gaveWay++;
                    }

                    if (fits)
                    {
                        model.Add(next);
                    }

                    next++;
                    break;
                case 2:
                    Assert.Equal(model.Count > 0, spool.TryTake(out SpooledBundle? bundle));
                    if (bundle is not null)
                    {
                        Assert.Equal(model[0], NumberOf(bundle.Bundle));
                        taken.Add((model[0], bundle));
                        model.RemoveAt(0);
                    }

                    break;
                case 3 when taken.Count > 0:
                    spool.Remove(taken[0].Bundle);
                    taken.RemoveAt(0);
                    break;
                case 4 when taken.Count > 0:
                    Assert.True(spool.TryReturn(taken[^1].Bundle));
                    model.Add(taken[^1].Number);
                    model.Sort();
                    taken.RemoveAt(taken.Count - 1);
                    break;
                case 5:
                    spool.Dispose();
                    model = [.. model, .. taken.Select(each => each.Number)];
                    model.Sort();
                    taken.Clear();
                    tally = new OutputTally();
                    gaveWay = 0;
                    spool = Spool.Open(folder.Path, options, tally, log);
                    Assert.Equal(model.Count, tally.Recovered);
                    break;
            }

            Assert.Equal((model.Count + taken.Count, gaveWay), (tally.Spooled, tally.GaveWay));
            Assert.Equal(((model.Count + taken.Count) * 4096L, model.Count + taken.Count), (spool.Bytes, spool.Files));
        }

        spool.Dispose();
    }

    private static Bundle BundleOf(int number) => new(Encoding.UTF8.GetBytes($"{number}\n"), 1, IsCompressed: false);

    private static int NumberOf(Bundle bundle) => int.Parse(Encoding.UTF8.GetString(bundle.Content.Span));
}

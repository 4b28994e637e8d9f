using System.Text;
using CsCheck;
using Gor.Output;

namespace Gor.Tests.Output;

public sealed class BundleBuilderTests
{
    /// <summary>More than half of the least memory that is taken.</summary>
    private static readonly string Large = new('x', 10_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keeps_every_record_in_order_in_bundles_of_the_size(bool compress)
    {
        Gen<string> record = Gen.String[Gen.Char['a', 'e'], 0, 60];
        Gen.Select(record.Array[0, 40], Gen.Int[1, 120]).Sample((records, size) =>
        {
            List<Bundle> bundles = Build(records, size, compress);
            Assert.Equal(records, bundles.SelectMany(Lines));
            Assert.All(bundles, bundle =>
            {
                string[] lines = [.. Lines(bundle)];
                Assert.Equal(lines.Length, bundle.Records);
                Assert.Equal(compress, bundle.IsCompressed);
                Assert.True(bundle.Text().Length <= size || lines.Length == 1);
            });

            // None is smaller than it must be: the next bundle's first record would not have fitted.
            foreach ((Bundle bundle, Bundle next) in bundles.Zip(bundles.Skip(1)))
            {
                Assert.True(bundle.Text().Length + Encoding.UTF8.GetByteCount(Lines(next).First()) + 1 > size);
            }
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Halves_keep_every_record_in_order(bool compress)
    {
        Gen.String[Gen.Char['a', 'e'], 0, 60].Array[2, 40].Sample(records =>
        {
            Bundle whole = Build(records, int.MaxValue, compress).Single();
            (Bundle first, Bundle second) = whole.Halve();
            Assert.Equal(records, Lines(first).Concat(Lines(second)));
            Assert.InRange(second.Records - first.Records, 0, 1);
            Assert.Equal(Lines(first).Count(), first.Records);
            Assert.Equal(Lines(second).Count(), second.Records);
            Assert.Equal(compress, first.IsCompressed && second.IsCompressed);
        });
    }

    [Fact]
    public void Records_larger_than_what_is_compressed_at_a_time_keep_their_place()
    {
        string[] records = [.. new[] { 1, 300_000, 300_000, 1, 600_000, 524_288, 1, 524_287, 1 }.Select((length, i) => new string((char)('a' + i), length))];
        Assert.Equal(records, Lines(Build(records, 5 << 20, compress: true).Single()));
    }

    [Fact]
    public void In_a_hurry_the_next_bundle_is_not_compressed_and_the_one_behind_it_is_again()
    {
        var builder = new BundleBuilder(1000, compress: true);
        var bundles = new List<Bundle>();
        foreach (bool isHurried in new[] { true, false, false })
        {
            builder.Append("[1]"u8);
            builder.IsHurried = isHurried;
            builder.Append("[2]"u8);
            bundles.Add(builder.Seal());
        }

        Assert.Equal([true, false, true], bundles.Select(bundle => bundle.IsCompressed));
        Assert.All(bundles, bundle => Assert.Equal(["[1]", "[2]"], Lines(bundle)));
    }

    [Fact]
    public void A_bundle_that_may_wait_and_a_small_one_have_memory_just_as_large_as_they_need()
    {
        Assert.Equal((Large.Length + 1, false), MemoryOf(Large, isForWaiting: true));
        Assert.Equal((4, false), MemoryOf("[1]", isForWaiting: false));
        (int size, bool isRecyclable) = MemoryOf(Large, isForWaiting: false);
        Assert.InRange(size, Large.Length + 1, 2 * Large.Length);
        Assert.True(isRecyclable);
    }

    [Fact]
    public void The_memory_of_a_bundle_that_is_done_with_is_used_again_unless_its_halves_have_it()
    {
        Bundle halved = Build([Large, "[2]"], 1 << 20, compress: false).Single();
        (Bundle first, Bundle second) = halved.Halve();
        halved.Recycle();
        Bundle done = Build([Large], 1 << 20, compress: false).Single();
        done.Recycle();
        string other = Large.Replace('x', 'y');
        Bundle next = Build([other], 1 << 20, compress: false).Single();
        Assert.Equal(other, Lines(done).Single());
        Assert.Equal(other, Lines(next).Single());
        Assert.Equal([Large, "[2]"], Lines(first).Concat(Lines(second)));
    }

    private static (int Size, bool IsRecyclable) MemoryOf(string record, bool isForWaiting)
    {
        var builder = new BundleBuilder(1 << 20, compress: false) { IsForWaiting = isForWaiting };
        builder.Append(Encoding.UTF8.GetBytes(record));
        Bundle bundle = builder.Seal();
        Assert.Equal(record, Lines(bundle).Single());
        return (bundle.Size, bundle.IsRecyclable);
    }

    private static List<Bundle> Build(string[] records, int size, bool compress)
    {
        var builder = new BundleBuilder(size, compress);
        var bundles = new List<Bundle>();
        foreach (byte[] record in records.Select(Encoding.UTF8.GetBytes))
        {
            if (!builder.HasRoomFor(record.Length))
            {
                bundles.Add(builder.Seal());
            }

            builder.Append(record);
        }

        if (builder.Records > 0)
        {
            bundles.Add(builder.Seal());
        }

        return bundles;
    }

    private static IEnumerable<string> Lines(Bundle bundle) => Encoding.UTF8.GetString(bundle.Text().Span).Split('\n')[..^1];
}

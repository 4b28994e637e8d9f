using System.Collections.Immutable;
using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class RunSearchTests
{
    private static readonly CharSet[] Sets = [CharSet.Single('a'), CharSet.Single('b'), CharSet.Of(('a', 'b')), CharSet.Digits, CharSet.Word, CharSet.Single('"')];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_what_a_look_at_each_place_finds(int seed)
    {
        var random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 3000; i++)
        {
            (int Owner, ImmutableArray<CharSet> Sets)[] runs = [.. Enumerable.Range(0, random.Next(1, 20)).Select(owner => (owner, RunOf(random, i)))];
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(i % 4 == 0 ? 300 : 70)).Select(_ => (i % 5 == 0 ? "1111111111111a" : "aabb1\"ézZ")[random.Next(9)])));
            int from = random.Next(text.Length + 1);
            int to = random.Next(from, text.Length + 1);
            Hit[] expected = [.. Naive(runs, text).Where(hit => hit.Place >= from)];
            var search = new RunSearch(runs);
            var hits = new HitList();
            search.AddTo(hits, text, from, to);
            Assert.Equal(expected.Where(hit => hit.Place < to), hits.Hits.ToArray().OrderBy(hit => hit.Place).ThenBy(hit => hit.Owner));
            Assert.Equal(hits.Hits.ToArray().Select(hit => hit.Place).Order(), hits.Hits.ToArray().Select(hit => hit.Place));
            Assert.Equal(expected.Length == 0 ? text.Length : expected[0].Place, search.IndexIn(text, from));
            found += expected.Length;
        }

        Assert.InRange(found, 10_000, int.MaxValue);
    }

    [Fact]
    public void A_list_that_is_full_keeps_its_order()
    {
        var hits = new HitList();
        new RunSearch([(1, [.. Enumerable.Repeat(CharSet.Digits, 7)]), (2, [CharSet.Single('a'), CharSet.Digits])])
            .AddTo(hits, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a12345678", 40_000))), 0, int.MaxValue);
        Assert.True(hits.IsFull && hits.HasAnyOf(1) && hits.HasAnyOf(2) && !hits.HasAnyOf(3));
        Assert.Equal(hits.Hits.ToArray().OrderBy(hit => hit.Place), hits.Hits.ToArray());
    }

    /// <summary>Short and mixed, long and mixed, or long and of one set.</summary>
    private static ImmutableArray<CharSet> RunOf(Random random, int turn) => (turn % 3) switch
    {
        0 => [.. Enumerable.Repeat(Sets[random.Next(Sets.Length)], random.Next(1, 33))],
        1 => [.. Enumerable.Range(0, random.Next(1, 18)).Select(_ => Sets[random.Next(Sets.Length)])],
        _ => [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Sets[random.Next(Sets.Length)])],
    };

    private static IEnumerable<Hit> Naive((int Owner, ImmutableArray<CharSet> Sets)[] runs, byte[] text) =>
        from place in Enumerable.Range(0, text.Length)
        from run in runs
        where place + run.Sets.Length <= text.Length && run.Sets.Select((set, i) => (set, i)).All(one => text[place + one.i] < 128 && one.set.Contains((char)text[place + one.i]))
        select new Hit(place, run.Owner);
}

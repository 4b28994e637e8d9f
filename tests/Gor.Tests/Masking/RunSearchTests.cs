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
            (int Owner, ImmutableArray<CharSet> Sets)[] runs =
                [.. Enumerable.Range(0, random.Next(1, 20)).Select(owner => (owner, Enumerable.Range(0, random.Next(1, i % 3 == 0 ? 18 : 6)).Select(_ => Sets[random.Next(Sets.Length)]).ToImmutableArray()))];
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(i % 4 == 0 ? 300 : 70)).Select(_ => "aabb1\"ézZ"[random.Next(9)])));
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

    private static IEnumerable<Hit> Naive((int Owner, ImmutableArray<CharSet> Sets)[] runs, byte[] text) =>
        from place in Enumerable.Range(0, text.Length)
        from run in runs
        where place + run.Sets.Length <= text.Length && run.Sets.Select((set, i) => (set, i)).All(one => text[place + one.i] < 128 && one.set.Contains((char)text[place + one.i]))
        select new Hit(place, run.Owner);
}

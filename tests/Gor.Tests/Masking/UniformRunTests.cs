using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class UniformRunTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(32)]
    [InlineData(64)]
    public void Begins_where_so_many_units_of_the_set_follow(int length)
    {
        CharSet set = CharSet.Of(('0', '9'), ('-', '/'));
        var run = new UniformRun(5, set, length);
        var random = new Random(length);
        int found = 0;
        for (int i = 0; i < 500; i++)
        {
            // Beside units of the set what has a half in common with them.
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
                new string("0-/5"[random.Next(4)], random.Next(1, 3 * length / 2)) + "=:,é?M"[random.Next(6)])));
            int from = random.Next(text.Length);
            int to = random.Next(from, text.Length + 1);
            var hits = new HitList();
            int[] expected = [.. Enumerable.Range(from, to - from).Where(at => at + length <= text.Length && text.AsSpan(at, length).ToArray().All(unit => set.Contains((char)unit)))];
            Assert.Equal(expected.FirstOrDefault(text.Length), run.Search(text, from, to, hits));
            Assert.Equal(expected.Select(at => new Hit(at, 5)), hits.Hits.ToArray());
            Assert.Equal(expected.FirstOrDefault(text.Length), run.Search(text, from, to, null));
            found += expected.Length;
        }

        Assert.InRange(found, 400, int.MaxValue);
    }
}

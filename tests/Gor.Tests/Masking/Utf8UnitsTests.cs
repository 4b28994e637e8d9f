using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class Utf8UnitsTests
{
    [Fact]
    public void Has_the_units_of_utf16_in_both_directions()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => AnyRune(random)));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Assert.Equal(text, Forward(utf8));
            Assert.Equal(text.Reverse(), Backward(utf8));
        }
    }

    [Theory]
    [InlineData("a", 0, false)]
    [InlineData("a", 1, false)]
    [InlineData("é😀", 2, false)]
    [InlineData("é😀", 4, true)]
    [InlineData("é😀", 6, false)]
    public void Tells_where_a_character_cannot_be_cut(string text, int place, bool isInside) =>
        Assert.Equal(isInside, Utf8Units.IsInsideCharacter(Encoding.UTF8.GetBytes(text), place));

    /// <summary>Of one to four bytes, often at a border.</summary>
    private static string AnyRune(Random random) => random.Next(5) switch
    {
        0 => new Rune(random.Next(0x80)).ToString(),
        1 => new Rune(random.Next(0x80, 0x800)).ToString(),
        2 => new Rune(random.Next(0x800, 0xD800)).ToString(),
        3 => new Rune(random.Next(0x10000, 0x110000)).ToString(),
        _ => "\0\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF".Substring(random.Next(8), 1),
    };

    private static string Forward(byte[] utf8)
    {
        var text = new StringBuilder();
        for (int place = 0, width; place < utf8.Length; place += width)
        {
            text.Append(Utf8Units.At(utf8, place, out width));
        }

        return text.ToString();
    }

    private static IEnumerable<char> Backward(byte[] utf8)
    {
        var units = new List<char>();
        for (int place = utf8.Length, width; place > 0; place -= width)
        {
            units.Add(Utf8Units.Before(utf8, place, out width));
        }

        return units;
    }
}

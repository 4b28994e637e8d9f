using CsCheck;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class CharSetTests
{
    private static readonly Gen<CharSet> Sets =
        Gen.Select(Gen.Char, Gen.Char, (a, b) => a <= b ? (a, b) : (b, a)).Array[0, 6].Select(ranges => CharSet.Of(ranges));

    [Fact]
    public void Ranges_neither_touch_nor_overlap() => Sets.Sample(set =>
    {
        for (int i = 1; i < set.Ranges.Length; i++)
        {
            Assert.True(set.Ranges[i].First > set.Ranges[i - 1].Last + 1);
        }
    });

    [Fact]
    public void A_complement_has_what_the_set_has_not() => Gen.Select(Sets, Gen.Char).Sample((set, unit) =>
    {
        Assert.NotEqual(set.Contains(unit), set.Complement().Contains(unit));
        Assert.Equal(set, set.Complement().Complement());
    });

    [Fact]
    public void White_space_is_JavaScripts()
    {
        Assert.All("\t\n\v\f\r \u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF", unit => Assert.True(CharSet.Space.Contains(unit)));
        Assert.All("\u0085\u180E\u200B\u2060a", unit => Assert.False(CharSet.Space.Contains(unit)));
    }
}

using CsCheck;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class UnitClassesTests
{
    [Fact]
    public void Units_of_a_class_are_in_the_same_sets() => Gen.Select(
            Gen.Select(Gen.Char, Gen.Char, (a, b) => CharSet.Of(a <= b ? (a, b) : (b, a))).Array[1, 5], Gen.Char, Gen.Char)
        .Sample((sets, one, other) =>
        {
            var classes = new UnitClasses(sets);
            Assert.All(sets, set => Assert.Equal(set.Contains(one), classes.In(set)[classes.Of(one)]));
            bool areEqual = Array.TrueForAll(sets, set => set.Contains(one) == set.Contains(other));
            Assert.Equal(areEqual, classes.Of(one) == classes.Of(other));
        });

    [Fact]
    public void Tells_the_units_of_classes_unless_they_are_many()
    {
        var classes = new UnitClasses([CharSet.Digits]);
        Assert.Equal("0123456789", string.Concat(classes.UnitsOf(new HashSet<int> { classes.Of('5') }, 10)!));
        Assert.Null(classes.UnitsOf(new HashSet<int> { classes.Of('5') }, 9));
    }
}

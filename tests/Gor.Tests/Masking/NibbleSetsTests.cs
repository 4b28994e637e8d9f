using System.Runtime.Intrinsics;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class NibbleSetsTests
{
    [Fact]
    public void All_that_is_in_a_set_is_found_in_it()
    {
        CharSet?[] sets = [CharSet.Digits, CharSet.Word, CharSet.Single('@'), CharSet.Of(('\0', '\x7f')), null];
        var nibbles = NibbleSets.Of(sets.Select((set, bit) => (bit, set)));
        int found = 0;
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            int bits = nibbles.Find(Vector128.Create((byte)(value & 15)), Vector128.Create((byte)(value >> 4)))[0];
            for (int bit = 0; bit < sets.Length; bit++)
            {
                Assert.True(sets[bit]?.Contains((char)value) == false || (bits >> bit & 1) == 1, $"{value} in {bit}");
                found += bits >> bit & 1;
            }

            Assert.Equal(value == '@', (bits & 4) != 0);
            Assert.Equal(char.IsAsciiDigit((char)value), (bits & 1) != 0);
        }

        Assert.InRange(found, 300, 600);
    }
}

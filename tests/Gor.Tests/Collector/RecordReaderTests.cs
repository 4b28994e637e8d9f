using System.Text;
using CsCheck;
using Gor.Collector;

namespace Gor.Tests.Collector;

public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("""[["now","1"]]""", "1970-01-01T00:00:00.001Z - - - 0 B - ms")]
    [InlineData("""[["x","y"]]""", "- - - - 0 B - ms")]
    [InlineData("""[["request_url","\u001b[31mred\n"]]""", "- - ?[31mred? - 0 B - ms")]
    [InlineData("""[["response_header:content-length","77"],["interval","1.5"]]""", "- - - - 77 B 1.5 ms")]
    [InlineData("""[["response_header:content-length","77"],["response_body","é"]]""", "- - - - 2 B - ms")]
    public void Shows_a_record(string line, string shown) => Assert.Equal(shown, Read(line).ToString());

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "expected pairs of strings")]
    [InlineData("[1]", "expected pairs of strings")]
    [InlineData("{}", "expected an array of pairs")]
    [InlineData("""[["a"]]""", "expected a value that is a string")]
    [InlineData("""[["a","b","c"]]""", "expected two strings in a pair")]
    [InlineData("""[["a",1]]""", "expected a value that is a string")]
    [InlineData("""[[null,"b"]]""", "expected a name that is a string")]
    [InlineData("""[["a","b"]""", "not JSON")]
    [InlineData("""[["a","b"]] []""", "not JSON")]
    [InlineData("""[["a","\ud800"]]""", "not JSON")]
    [InlineData("""[["now","12.5"]]""", "expected an integer as the value of now")]
    [InlineData("""[["now","9223372036854775807"]]""", "expected an integer as the value of now")]
    [InlineData("""[["now","-9223372036854775808"]]""", "expected an integer as the value of now")]
    [InlineData("""[["interval","soon"]]""", "expected a number as the value of interval")]
    public void Says_what_is_wrong(string line, string error) =>
        Assert.Equal(error, Assert.Throws<FormatException>(() => Read(line)).Message);

    [Fact]
    public void Refuses_what_is_not_UTF_8() =>
        Assert.Equal("not UTF-8", Assert.Throws<FormatException>(() => RecordReader.Read([(byte)'[', 0xFF, (byte)']'])).Message);

    [Fact]
    public void Survives_any_damage()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""[["now","1767225600123"],["interval","18"],["a\"\u0041","é"]]""");
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] damaged = [.. whole];
            damaged[at] = value;
            try
            {
                Assert.NotNull(RecordReader.Read(damaged));
            }
            catch (FormatException)
            {
            }
        });
    }

    private static CollectedCall Read(string line) => RecordReader.Read(Encoding.UTF8.GetBytes(line));
}

namespace Gor.Tests;

public sealed class NearestTests
{
    private static readonly string[] Known = ["input-raw", "input-raw-promisc", "output-resurface", "output-resurface-rules", "verbose"];

    [Theory]
    [InlineData("input-rwa", "input-raw")]
    [InlineData("Input-Raw", "input-raw")]
    [InlineData("promisc", "input-raw-promisc")]
    [InlineData("resurface-rules", "output-resurface-rules")]
    [InlineData("output-resurfce-rule", "output-resurface-rules")]
    [InlineData("verbos", "verbose")]
    public void Finds_what_was_meant(string word, string expected) => Assert.Equal(expected, Nearest.Of(word, Known));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("completely-different")]
    public void Finds_nothing_where_nothing_is_near(string word) => Assert.Null(Nearest.Of(word, Known));

    [Fact]
    public void Does_not_measure_a_word_of_absurd_length() => Assert.Null(Nearest.Of(new string('i', 1_000_000), Known));
}

using Gor.Cli;

namespace Gor.Tests.Cli;

/// <summary>A test a rule of Go's flag grammar, and of what is not lost in silence here.</summary>
public sealed class GoSyntaxTests
{
    [Theory]
    [InlineData("-verbose 1", "--verbose=1")]
    [InlineData("--verbose 1", "--verbose=1")]
    [InlineData("-verbose=1", "--verbose=1")]
    [InlineData("--verbose=1", "--verbose=1")]
    [InlineData("--verbose --output-null", "--verbose=--output-null")]
    [InlineData("--verbose -- --output-null", "--verbose=--|--output-null=true")]
    [InlineData("--verbose -h", "--verbose=-h")]
    [InlineData("--input-raw=a=b:c", "--input-raw=a=b:c")]
    [InlineData("--output-null", "--output-null=true")]
    [InlineData("--output-null=false", "--output-null=false")]
    [InlineData("--output-null=x", "--output-null=x")]
    [InlineData("--verbose 1 --verbose 2", "--verbose=1|--verbose=2")]
    [InlineData("--input-track-response", "--input-track-response=true")]
    [InlineData("--output-resurface=", "--output-resurface|")]
    public void Brings_flags_into_one_form(string line, string expected)
    {
        GoSyntax syntax = Read(line.Split(' '));
        Assert.Equal(expected.Split('|'), syntax.Tokens);
        Assert.Empty(syntax.Errors);
        Assert.Empty(syntax.Notes);
    }

    [Fact]
    public void Takes_an_empty_word_as_a_value() =>
        Assert.Equal(["--output-resurface-rules", "", "--verbose=1"], Read("--output-resurface-rules", "", "--verbose", "1").Tokens);

    [Theory]
    [InlineData("true")]
    [InlineData("FALSE")]
    public void Takes_true_and_false_behind_a_switch_with_a_note(string word)
    {
        GoSyntax syntax = Read("--output-null", word, "--verbose", "1");
        Assert.Equal([$"--output-null={word}", "--verbose=1"], syntax.Tokens);
        Assert.Empty(syntax.Errors);
        Assert.Equal(
            $"\"{word}\" behind --output-null is taken as its value; write --output-null={word} (GoReplay stops reading flags there).",
            Assert.Single(syntax.Notes));
    }

    [Theory]
    [InlineData("--output-null 1 --verbose 2", "Unexpected \"1\" behind --output-null: it belongs to no flag.")]
    [InlineData("stray --verbose 2", "Unexpected \"stray\" in front of the flags: it belongs to no flag.")]
    [InlineData("--input-raw :80, 8080 --verbose 2", "Unexpected \"8080\" behind --input-raw: it belongs to no flag.")]
    [InlineData("--output-null - --verbose 2", "Unexpected \"-\" behind --output-null: it belongs to no flag.")]
    [InlineData("--output-null -- --verbose 2", "Unexpected \"--\" behind --output-null: there is nothing that could follow the flags.")]
    [InlineData("---x --verbose 2", "\"---x\" is not a flag: write --name or --name=value.")]
    [InlineData("--=x --verbose 2", "\"--=x\" is not a flag: write --name or --name=value.")]
    [InlineData("-=x --verbose 2", "\"-=x\" is not a flag: write --name or --name=value.")]
    public void Names_what_Go_would_drop_and_reads_on(string line, string expected)
    {
        GoSyntax syntax = Read(line.Split(' '));
        Assert.StartsWith(expected, Assert.Single(syntax.Errors));
        Assert.Contains("--verbose=2", syntax.Tokens);
    }

    [Fact]
    public void Misses_a_value_at_the_end() =>
        Assert.Equal("--exit-after needs a value: --exit-after DURATION.", Assert.Single(Read("--exit-after").Errors));

    [Theory]
    [InlineData("--input-rwa :80", "Unknown flag \"--input-rwa\": did you mean --input-raw?")]
    [InlineData("--Verbose 1", "Unknown flag \"--Verbose\": did you mean --verbose?")]
    [InlineData("-v", "Unknown flag \"--v\": no flag has a name like this.")]
    [InlineData("--zzzzzzzzz=1", "Unknown flag \"--zzzzzzzzz\": no flag has a name like this.")]
    [InlineData("--input-http :80", "--input-http, a flag of GoReplay, is refused: it stands in GoReplay's documentation, but was never a flag; to take calls from another host, use --input-tcp.")]
    [InlineData("--output-binary-debug", "--output-binary-debug, a flag of GoReplay, is refused: gor rebuilds HTTP calls, and a stream of other bytes has none; tcpreplay replays packets.")]
    public void Names_the_nearest_flag_for_an_unknown_one(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Read(line.Split(' ')).Errors));

    [Fact]
    public void Does_not_take_the_word_behind_an_unknown_switch_of_GoReplay() =>
        Assert.Equal(2, Read("--output-binary-debug", "stray").Errors.Count);

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-help")]
    [InlineData("--nonsense --help")]
    public void Sees_that_help_is_asked_for(string line) => Assert.True(Read(line.Split(' ')).AsksForHelp);

    [Fact]
    public void Sees_that_the_version_is_asked_for() => Assert.True(Read("-version").AsksForVersion);

    private static GoSyntax Read(params string[] words) => GoSyntax.Read(RunFlags.All, words);
}

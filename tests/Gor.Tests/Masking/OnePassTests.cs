using System.Collections.Immutable;
using System.Text;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class OnePassTests
{
    /// <summary>What automata find at each place of random texts, for all random patterns that are chains.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_at_a_place_what_an_automaton_finds(int seed)
    {
        var grammar = new PatternGrammar(seed);
        int found = 0;
        int none = 0;
        int chained = 0;
        for (int i = 0; i < 4000; i++)
        {
            string pattern = grammar.Pattern(depth: 1);
            PatternNode root = PatternProgress.Rewrite(PatternParser.Parse(pattern, out int groupCount, out _));
            int[] groups = [.. Enumerable.Range(1, groupCount)];
            ImmutableArray<ImmutableArray<ChainLink>> chains = PatternChain.Of(root, groups);
            if (OnePass<byte>.Of(chains, groupCount) is not { } inUtf8 || OnePass<char>.Of(chains, groupCount) is not { } inText)
            {
                continue;
            }

            chained++;
            var program = new LinearProgram(root, ClassesOf(root), groups, isBackward: false);
            var automaton = new LazyAutomaton(program, program.Start, isLongest: false);
            string text = string.Concat(Enumerable.Range(0, 3).Select(_ => grammar.Text() + "\U0001F600"));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            for (int place = 0; place <= text.Length; place++)
            {
                int expected = automaton.At<char, Utf16Units>(text, place, int.MaxValue);
                int[] captures = expected < 0 || groupCount == 0 ? [] : new CaptureMachine(program).Run<char, Utf16Units>(text, place, expected, long.MaxValue);
                Assert.Equal((pattern, expected), (pattern, inText.At(text, place)));
                Assert.True(expected < 0 || inText.Captures.AsSpan().SequenceEqual(captures), pattern);
                if (place > 0 && place < text.Length && char.IsLowSurrogate(text[place]))
                {
                    continue;
                }

                int end = inUtf8.At(utf8, InUtf8(text, place));
                if (end != OnePass<byte>.Unknown)
                {
                    Assert.Equal((pattern, InUtf8(text, expected)), (pattern, end));
                    Assert.True(expected < 0 || inUtf8.Captures.AsSpan().SequenceEqual(captures.Select(one => InUtf8(text, one)).ToArray()), pattern);
                    found += end >= 0 ? 1 : 0;
                    none += end >= 0 ? 0 : 1;
                }
            }
        }

        Assert.InRange(chained, 1000, 4000);
        Assert.InRange(found, 5000, int.MaxValue);
        Assert.InRange(none, 5000, int.MaxValue);
    }

    [Theory]
    [InlineData("x[^\"]*\"", "xé…\U0001F600\"", 11)]
    [InlineData("x.*", "xaé", 4)]
    [InlineData("x.*", "xa…", OnePass<byte>.Unknown)]
    [InlineData("x.*", "xa\u2028", OnePass<byte>.Unknown)]
    [InlineData("x[^a]{2}", "xbb", 3)]
    [InlineData("x[^a]{2}", "xbé", OnePass<byte>.Unknown)]
    [InlineData("x[^a]", "x\U0001F600", OnePass<byte>.Unknown)]
    [InlineData("x\\w{2}", "xaé", OnePass<byte>.None)]
    [InlineData("xstraße", "xstraße", 8)]
    public void Says_so_where_a_byte_does_not_tell(string pattern, string text, int end) =>
        Assert.Equal(end, OnePass<byte>.Of(PatternChain.Of(PatternParser.Parse(pattern, out _, out _), []), 0)!.At(Encoding.UTF8.GetBytes(text), 0));

    [Fact]
    public void A_loop_does_not_look_far()
    {
        OnePass<byte> search = OnePass<byte>.Of(PatternChain.Of(PatternParser.Parse("x[^b]*b", out _, out _), []), 0)!;
        byte[] near = Encoding.UTF8.GetBytes("x" + new string('a', 4000) + "b");
        byte[] far = Encoding.UTF8.GetBytes("x" + new string('a', 5000) + "b");
        Assert.Equal((near.Length, OnePass<byte>.Unknown), (search.At(near, 0), search.At(far, 0)));
    }

    private static int InUtf8(string text, int place) => place < 0 ? place : Encoding.UTF8.GetByteCount(text.AsSpan(0, place));

    private static UnitClasses ClassesOf(PatternNode root) =>
        new(root.DescendantsAndSelf().OfType<PatternNode.Set>().Select(set => set.Units).Append(CharSet.Word));
}

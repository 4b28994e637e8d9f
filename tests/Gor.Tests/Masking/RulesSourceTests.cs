using System.Text;
using CsCheck;
using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

/// <summary>What a rules file may hold: any bytes.</summary>
public sealed class RulesSourceTests : IDisposable
{
    private static readonly Gen<byte[]> Pieces = Gen.OneOf(
        Gen.Byte.Array[0, 8],
        Gen.OneOfConst(
            "/request_body/ ", "remove", "replace ", "remove_if ", "stop_unless_found ", "/b/, ", "/$1/", "include debug", "include pci", "sample 5", "copy_session_field ",
            "\n", "\r", "\r\n", " ", "# ", "\0", "\\", "/(", "[^", "(?<n>", "\uFEFF", "\u2028", "é", "\u0085").Select(Encoding.UTF8.GetBytes),
        Gen.OneOfConst<byte[]>([0xFF, 0xFE], [0xFE, 0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC0, 0xAF], [0xE2, 0x80]));

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Any_bytes_give_rules_or_errors_with_a_place() => Gen.OneOf(Gen.Byte.Array, Pieces.Array[0, 12].Select(pieces => pieces.SelectMany(piece => piece).ToArray()))
        .Sample(
            content =>
            {
                ParsedRules parsed = Parse(content);
                string[] lines = [.. RulesText.Lines(Encoding.UTF8.GetString(content)).Select(line => line.Line)];
                Assert.All(parsed.Errors, error =>
                {
                    Assert.InRange(error.Line, 1, lines.Length);
                    Assert.InRange(error.Column, 1, lines[error.Line - 1].Length + 1);
                    Assert.NotEmpty(error.Expected);
                    Assert.StartsWith($"{_path}:{error.Line}:{error.Column}: ", error.ToString());
                });
                Assert.Equal(parsed.Errors.Count == 0, parsed.IsValid);
                if (parsed.IsValid)
                {
                    var details = new Details();
                    details.Add("request_body", "a\0b é");
                    new RuleSet(parsed, Logger.None).Apply(details, new Counters());
                }
            },
            iter: 5_000,
            threads: 1);

    [Theory]
    [InlineData("/a/ remove\n/b\u00fc/ remove", 2, 3)]
    [InlineData("/\u00c3\u00a9\u00e9/ remove\r\n# f\u00fcr alle", 1, 3)]
    [InlineData("\u00ff\u00fei\0n\0c\0l\0u\0d\0e\0", 1, 1)]
    [InlineData("/a/ remove # f\u00fcr alle", 1, 15)]
    [InlineData("/\u00f0\u009f\u0098\u0080\u0080/ remove", 1, 4)]
    public void A_rule_that_is_no_utf_8_is_refused(string latin1, int line, int column)
    {
        RuleError error = Assert.Single(Parse(Encoding.Latin1.GetBytes(latin1)).Errors);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains("expected UTF-8", error.Expected);
    }

    [Theory]
    [InlineData("# f\u00fcr alle\r/a/ remove")]
    [InlineData("\u00ef\u00bb\u00bf/a/ remove\r")]
    [InlineData("\r\r/a/ remove")]
    public void A_comment_may_be_anything_and_a_mark_of_byte_order_is_none(string latin1) =>
        Assert.Equal("/^a$/ remove", Assert.Single(Parse(Encoding.Latin1.GetBytes(latin1)).Rules).ToString());

    private ParsedRules Parse(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        return RuleParser.Parse(new MaskingOptions { Rules = $"file://{_path}", Source = "test" });
    }
}

using System.Text;
using Gor.Middleware;
using Gor.Tape;

namespace Gor.Tests.Middleware;

public sealed class HexLineTests
{
    private const string Golden = "3120303132333435363738396162636465663031323334353637203137363732323536303031303539393939393920310a474554202f20485454502f312e310d0a0d0a\n";

    [Fact]
    public void A_line_is_that_of_GoReplay() => Assert.Equal(
        Golden, Encoding.ASCII.GetString(HexLine.Write("1 0123456789abcdef01234567 1767225600105999999 1\nGET / HTTP/1.1\r\n\r\n"u8)));

    [Fact]
    public void A_line_is_read_whatever_its_letters_and_its_end()
    {
        TapeMessage message = HexLine.Read(Encoding.ASCII.GetBytes(Golden.Trim().ToUpperInvariant() + "\r"))!;
        Assert.Equal((TapeKind.Request, 1767225600105999999, 1), (message.Header.Kind, message.Header.TimestampNs, message.Header.LatencyNs));
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", Encoding.ASCII.GetString(message.Content.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("zz")]
    [InlineData("4745540a")]
    [InlineData("31206120352037")]
    [InlineData("[DEBUG] hello")]
    public void What_is_no_message_is_none(string line) => Assert.Null(HexLine.Read(Encoding.ASCII.GetBytes(line)));
}

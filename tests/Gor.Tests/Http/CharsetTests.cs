using System.Text;
using Gor.Http;

namespace Gor.Tests.Http;

public sealed class CharsetTests
{
    [Theory]
    [InlineData("text/plain; charset=utf-8", "65001")]
    [InlineData("text/plain; charset=\"UTF8\"", "65001")]
    [InlineData("text/plain; charset=US-ASCII", "65001")]
    [InlineData("text/plain; charset=ISO-8859-1", "28591")]
    [InlineData("text/plain; charset=Latin1", "28591")]
    [InlineData("text/plain; charset=windows-1252", "1252")]
    [InlineData("text/plain; charset=cp1252", "1252")]
    [InlineData("text/plain; charset=UTF-16", "1200")]
    [InlineData("text/plain; charset=utf-16le", "1200")]
    [InlineData("text/plain; charset=utf-16be", "1201")]
    [InlineData("text/plain; charset=utf-32", "12000")]
    [InlineData("text/plain; charset=Shift_JIS", "932")]
    [InlineData("text/plain; charset=gb18030", "54936")]
    [InlineData("text/plain; charset=koi8-r", "20866")]
    [InlineData("text/plain; charset=nonsense", null)]
    [InlineData("text/plain; charset=utf-7", null)]
    [InlineData("text/plain; charset=", null)]
    [InlineData("text/plain; charset=caf\u00E9", null)]
    [InlineData("text/plain", null)]
    public void Knows_an_encoding_by_its_name(string contentType, string? codePage) =>
        Assert.Equal(codePage, Charset.Of(Encoding.Latin1.GetBytes(contentType))?.CodePage.ToString());
}

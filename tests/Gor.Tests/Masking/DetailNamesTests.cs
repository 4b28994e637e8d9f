using Gor.Masking;

namespace Gor.Tests.Masking;

public sealed class DetailNamesTests
{
    [Fact]
    public void Makes_a_usual_name_once()
    {
        DetailNames names = new("request_header:");
        string first = names.Of("Cookie"u8);
        Assert.Equal("request_header:cookie", first);
        Assert.Same(first, names.Of("Cookie"u8));
        Assert.Equal(first, names.Of("COOKIE"u8));
    }

    [Fact]
    public void Does_not_remember_without_end()
    {
        DetailNames names = new("p:");
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal($"p:n{i}", names.Of(System.Text.Encoding.ASCII.GetBytes($"N{i}")));
        }

        Assert.Same(names.Of("N1"u8), names.Of("N1"u8));
        Assert.NotSame(names.Of("N9999"u8), names.Of("N9999"u8));
        byte[] endless = new byte[100_000];
        endless.AsSpan().Fill((byte)'X');
        Assert.NotSame(names.Of(endless), names.Of(endless));
    }
}

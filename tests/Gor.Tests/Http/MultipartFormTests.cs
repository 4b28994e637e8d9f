using System.Text;
using CsCheck;
using Gor.Http;

namespace Gor.Tests.Http;

public sealed class MultipartFormTests
{
    [Theory]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nv\r\n--b--\r\n", "x>v")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nv\r\n--b--", "x>v")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nv\r\n--b\r\ncontent-disposition:y\r\n\r\nw\r\n--b--", "x>v|y>w")]
    [InlineData("preamble\r\n--b\r\nContent-Disposition: x\r\n\r\nv\r\n--b--\r\nepilogue\r\n--b\r\n\r\nz", "x>v")]
    [InlineData("--b\nContent-Disposition: x\n\nv\n--b--\n", "x>v")]
    [InlineData("--b \t\r\nContent-Disposition: x\r\n\r\nv\r\n--b--", "x>v")]
    [InlineData("--b\r\nContent-Disposition: x;\r\n y\r\n\tz\r\n\r\nv\r\n--b--", "x; y z>v")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\n\r\n--b--", "x>")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\na\r\n\r\nb\r\n\r\n--b--", "x>a\r\n\r\nb\r\n")]
    [InlineData("--b\r\n\r\nv\r\n--b--", ">v")]
    [InlineData("--b\r\n\r\n v\r\n--b--", "> v")]
    [InlineData("--b\r\nno colon\r\nContent-Disposition: x\r\n\r\nv\r\n--b--", "x>v")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nv --b\r\n--bc\r\n-- b\r\n--b--", "x>v --b\r\n--bc\r\n-- b")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nnever closed", "x>never closed")]
    [InlineData("--b\r\nContent-Disposition: x", "x>")]
    [InlineData("--b\r\nContent-Disposition: x\r\n\r\nv\r\n--b", "x>v")]
    [InlineData("--b--\r\n", "")]
    [InlineData("no delimiter at all", "")]
    [InlineData("", "")]
    public void Reads_the_parts(string body, string parts)
    {
        MultipartForm form = new(Encoding.Latin1.GetBytes(body), "b"u8);
        List<string> read = [];
        while (form.Next())
        {
            string disposition = Encoding.Latin1.GetString(form.Disposition).Trim().Replace("\r\n", "").Replace('\t', ' ');
            read.Add($"{disposition}>{Encoding.Latin1.GetString(form.Content)}");
        }

        Assert.Equal(parts, string.Join('|', read));
    }

    [Fact]
    public void Reads_no_parts_without_a_boundary_or_with_an_absurd_one()
    {
        Assert.False(new MultipartForm("--\r\n\r\nv\r\n----"u8, ""u8).Next());
        byte[] absurd = new byte[10_000];
        Assert.False(new MultipartForm(absurd, absurd).Next());
    }

    [Fact]
    public void Takes_time_linear_in_the_body()
    {
        byte[] dashes = Enumerable.Repeat((byte)'-', 1 << 20).ToArray();
        Assert.Equal(0, Count(dashes, Enumerable.Repeat((byte)'-', 200).ToArray()));
        byte[] nearly = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("--b", 350_000)));
        Assert.Equal(0, Count(nearly, "b"u8));
        byte[] many = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("--b\n", 250_000)));
        Assert.Equal(249_999, Count(many, "b"u8));
        byte[] folded = Encoding.Latin1.GetBytes("--b\nx:" + string.Concat(Enumerable.Repeat("\n y", 300_000)));
        Assert.Equal(1, Count(folded, "b"u8));
    }

    [Fact]
    public void Survives_any_body() => Gen.OneOfConst("--b\r\n: x".ToCharArray()).Array[0, 60].Sample(
        body => Count(Encoding.Latin1.GetBytes(body), "b"u8) <= body.Length);

    [Fact]
    public void Reads_back_what_a_client_wrote() => Gen.Byte.Array[0, 40].List[1, 6].Sample(contents =>
    {
        const string Boundary = "----WebKitFormBoundary7MA4YWxk";
        List<byte> body = [];
        foreach (byte[] content in contents)
        {
            body.AddRange(Encoding.Latin1.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n"));
            body.AddRange(content);
            body.AddRange("\r\n"u8);
        }

        body.AddRange(Encoding.Latin1.GetBytes($"--{Boundary}--\r\n"));
        MultipartForm form = new(body.ToArray(), Encoding.Latin1.GetBytes(Boundary));
        foreach (byte[] content in contents)
        {
            Assert.True(form.Next());
            Assert.Equal(content, form.Content.ToArray());
        }

        Assert.False(form.Next());
    });

    private static int Count(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        MultipartForm form = new(body, boundary);
        int count = 0;
        while (form.Next())
        {
            count++;
        }

        return count;
    }
}

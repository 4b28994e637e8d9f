using System.Text;
using CsCheck;
using Gor.Output;

namespace Gor.Tests.Output;

public sealed class JsonTextTests
{
    [Fact]
    public void Escapes_each_byte_at_each_place()
    {
        for (int length = 1; length <= 41; length++)
        {
            for (int place = 0; place < length; place++)
            {
                for (int one = 0; one < 256; one++)
                {
                    byte[] value = [.. Enumerable.Repeat((byte)'.', length)];
                    value[place] = (byte)one;
                    AssertEscapes(value);
                }
            }
        }
    }

    [Fact]
    public void Escapes_any_mixture() =>
        Gen.OneOf(Gen.Const((byte)'"'), Gen.Const((byte)'\\'), Gen.Byte, Gen.Byte[0x20, 0x7e], Gen.Byte[0x20, 0x7e], Gen.Byte[0, 0x20])
            .Array[0, 300]
            .Sample(AssertEscapes);

    [Fact]
    public void Escapes_quotes_next_to_each_other() =>
        Gen.Bool.Array[0, 70].Sample(isQuote => AssertEscapes([.. isQuote.Select(quote => quote ? (byte)'"' : (byte)'a')]));

    private static void AssertEscapes(byte[] value)
    {
        byte[] room = new byte[(value.Length * JsonText.LongestEscape) + JsonText.Margin];
        int written = JsonText.Escape(value, room);
        Assert.Equal(Naive(value), Encoding.Latin1.GetString(room, 0, written));
    }

    private static string Naive(byte[] value) => string.Concat(value.Select(one => one switch
    {
        (byte)'"' => "\\\"",
        (byte)'\\' => "\\\\",
        (byte)'\b' => "\\b",
        (byte)'\t' => "\\t",
        (byte)'\n' => "\\n",
        (byte)'\f' => "\\f",
        (byte)'\r' => "\\r",
        < 32 => $"\\u{one:x4}",
        _ => ((char)one).ToString(),
    }));
}

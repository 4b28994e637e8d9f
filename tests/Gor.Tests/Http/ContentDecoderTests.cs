using System.Text;
using CsCheck;
using Gor.Http;

namespace Gor.Tests.Http;

public sealed class ContentDecoderTests : IDisposable
{
    private const int Limit = 1 << 20;

    // A decoder belongs to one thread; CsCheck would use several.
    private const int OneThread = 1;

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 250).Select(i => $"<li>{i * 7919 % 1000} {i}</li>\n")));

    private readonly ContentDecoder _decoder = new(Limit);

    public static TheoryData<string> Formats => [.. Coded.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Undoes_a_coding(string format) => Assert.Equal(
        (ContentStatus.Complete, Page.Length, Convert.ToHexString(Page)), Decode(Coded.Label(format), Coded.Encode(format, Page)));

    [Theory]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("X-GZip")]
    [InlineData(" gzip ")]
    [InlineData("identity, gzip")]
    [InlineData("gzip,,identity,")]
    public void Reads_the_label_in_any_form(string label) =>
        Assert.Equal((ContentStatus.Complete, 3, "616263"), Decode(label, Coded.Encode("gzip", "abc"u8.ToArray())));

    [Fact]
    public void Undoes_the_last_coding_first()
    {
        foreach (string inner in Coded.Formats)
        {
            foreach (string outer in Coded.Formats)
            {
                byte[] coded = Coded.Encode(outer, Coded.Encode(inner, Page));
                Assert.Equal(
                    (ContentStatus.Complete, Page.Length, Convert.ToHexString(Page)),
                    Decode($"{Coded.Label(inner)}, {Coded.Label(outer)}", coded));
            }
        }
    }

    [Fact]
    public void Joins_the_lines_of_a_label_and_takes_off_transfer_codings_first()
    {
        byte[] coded = Coded.Encode("deflate", Coded.Encode("gzip", Coded.Encode("br", Page)));
        using FieldList fields = Coded.Fields(
            ("Transfer-Encoding", "deflate, chunked"), ("Content-Encoding", "br"), ("content-encoding", "gzip"));
        Assert.Equal((ContentStatus.Complete, Page.Length, Convert.ToHexString(Page)), Decode(fields, Coded.Body(coded)));
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, aws")]
    [InlineData("aws, gzip")]
    [InlineData("gzip, gzip, gzip, gzip, gzip")]
    public void Gives_up_on_what_it_does_not_know(string label) =>
        Assert.Equal((ContentStatus.Undecoded, 3, ""), Decode(label, "abc"u8.ToArray()));

    [Fact]
    public void Does_not_call_an_empty_body_undecoded() => Assert.Equal((ContentStatus.Complete, 0, ""), Decode("compress", []));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Takes_plain_text_under_a_wrong_label_as_it_is(string label) =>
        Assert.Equal((ContentStatus.Complete, Page.Length, Convert.ToHexString(Page)), Decode(label, Page));

    [Fact]
    public void Takes_plain_bytes_under_the_label_of_a_format_with_a_signature_as_they_are()
    {
        byte[] image = [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 0xFF];
        Assert.Equal((ContentStatus.Complete, 8, Convert.ToHexString(image)), Decode("gzip", image));
        Assert.Equal((ContentStatus.Complete, 8, Convert.ToHexString(image)), Decode("zstd", image));
    }

    [Fact]
    public void Joins_gzip_members_and_leaves_what_follows_them()
    {
        byte[] member = Coded.Encode("gzip", "ab"u8.ToArray());
        Assert.Equal((ContentStatus.Complete, 4, "61626162"), Decode("gzip", [.. member, .. member]));
        Assert.Equal((ContentStatus.Complete, 2, "6162"), Decode("gzip", [.. member, 0, 0, 0]));
    }

    [Fact]
    public void Joins_zstd_frames_and_skips_the_skippable()
    {
        byte[] frame = Coded.Encode("zstd", "ab"u8.ToArray());
        byte[] skippable = [0x53, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9];
        Assert.Equal((ContentStatus.Complete, 4, "61626162"), Decode("zstd", [.. skippable, .. frame, .. frame]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Gives_what_came_before_any_cut(string format)
    {
        byte[] coded = Coded.Encode(format, Page);
        int longest = 0;
        for (int length = 1; length < coded.Length; length++)
        {
            (ContentStatus status, long counted, string hex) = Decode(Coded.Label(format), coded[..length]);
            Assert.Equal(ContentStatus.Truncated, status);
            Assert.StartsWith(hex, Convert.ToHexString(Page), StringComparison.Ordinal);
            longest = Math.Max(longest, (int)counted);
        }

        Assert.True(format is "zstd" || longest > Page.Length * 9 / 10);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Survives_any_flipped_bit(string format)
    {
        byte[] coded = Coded.Encode(format, Page);
        HashSet<ContentStatus> seen = [];
        for (int bit = 0; bit < coded.Length * 8; bit += 7)
        {
            byte[] flipped = (byte[])coded.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            seen.Add(Decode(Coded.Label(format), flipped).Status);
        }

        Assert.Contains(ContentStatus.Corrupt, seen);
    }

    [Fact]
    public void Takes_a_zlib_stream_that_wants_a_dictionary_for_corrupt() =>
        Assert.Equal((ContentStatus.Corrupt, 0, ""), Decode("deflate", [0x78, 0x20, 1, 2, 3, 4, 0xFF, 0xFF]));

    [Fact]
    public void Gives_all_that_came_before_corrupt_data()
    {
        byte[] coded = Coded.Encode("gzip", Page);
        coded[^6] ^= 0xFF;
        Assert.Equal((ContentStatus.Corrupt, Page.Length, Convert.ToHexString(Page)), Decode("gzip", coded));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Gives_what_came_before_a_break_in_the_middle(string format)
    {
        byte[] content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * i / 977)).ToArray();
        byte[] coded = Coded.Encode(format, content);
        int broken = coded.Length / 2;
        byte[] damaged = [.. coded[..broken], .. Enumerable.Repeat((byte)0xFF, 3000), .. coded[broken..]];

        (ContentStatus status, long length, string hex) = Decode(Coded.Label(format), damaged);
        (_, long before, string whole) = Decode(Coded.Label(format), coded[..broken]);

        Assert.Equal(ContentStatus.Corrupt, status);
        Assert.True(length >= before, $"{length} of {before}");
        Assert.StartsWith(whole, hex, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_a_body_with_a_gap()
    {
        byte[] coded = Coded.Encode("gzip", Page);
        using FieldList fields = Coded.Fields(("Content-Encoding", "gzip"));
        Assert.Equal(ContentStatus.Truncated, Decode(fields, Coded.Body(coded[..500], missing: coded.Length - 500)).Status);
        using FieldList none = new();
        Assert.Equal((ContentStatus.Truncated, 2, "6162"), Decode(none, Coded.Body("ab"u8.ToArray(), missing: 7)));
    }

    [Fact]
    public void Keeps_the_limit_and_nothing_beyond_it()
    {
        byte[] exact = new byte[Limit];
        byte[] beyond = new byte[Limit + 1];
        using FieldList none = new();
        Assert.Equal(ContentStatus.Complete, Decode(none, Coded.Body(exact)).Status);
        Assert.Equal((ContentStatus.OverLimit, Limit + 1, ""), Decode(none, Coded.Body(beyond)));
        foreach (string format in Coded.Formats)
        {
            Assert.Equal((ContentStatus.Complete, Limit), Status(Decode(Coded.Label(format), Coded.Encode(format, exact))));
            (ContentStatus status, long length, string hex) = Decode(Coded.Label(format), Coded.Encode(format, beyond));
            Assert.Equal(ContentStatus.OverLimit, status);
            Assert.True(length > Limit);
            Assert.Empty(hex);
        }
    }

    [Theory]
    [InlineData("identity", 0)]
    [InlineData("identity", 2)]
    [InlineData("gzip", 0)]
    public void Never_takes_what_was_kept_of_a_body_for_the_whole(string label, int keepLimit)
    {
        using FieldList fields = Coded.Fields(("Content-Encoding", label));
        Assert.Equal((ContentStatus.OverLimit, 3, ""), Decode(fields, Coded.Body("abc"u8.ToArray(), keepLimit)));
    }

    [Fact]
    public void Calls_a_coded_body_that_was_not_all_kept_over_the_limit()
    {
        byte[] noise = new byte[3 * Limit];
        new Random(1).NextBytes(noise);
        byte[] coded = Coded.Encode("gzip", noise);
        using FieldList fields = Coded.Fields(("Content-Encoding", "gzip"));
        (ContentStatus status, long length, _) = Decode(fields, Coded.Body(coded));
        Assert.Equal(ContentStatus.OverLimit, status);
        Assert.InRange(length, Limit + 1, coded.Length);
    }

    [Fact]
    public void Refuses_a_zstd_window_that_asks_for_too_much_memory()
    {
        // Magic, no flags, a window of 16 MiB (RFC 8878 section 3.1.1.1.2), and one empty last block.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 14 << 3, 0x01, 0x00, 0x00];
        Assert.Equal(ContentStatus.Corrupt, Decode("zstd", frame).Status);
        frame[5] = 13 << 3;
        Assert.Equal(ContentStatus.Complete, Decode("zstd", frame).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Stops_a_bomb_at_the_limit(string format)
    {
        byte[] bomb = Bomb(format);
        using FieldList fields = Coded.Fields(("Content-Encoding", $"{format}, gzip"));
        using MessageBody body = Coded.Body(Coded.Encode("gzip", bomb));
        long before = GC.GetAllocatedBytesForCurrentThread();

        DecodedContent content = _decoder.Decode(fields, body);

        Assert.Equal(ContentStatus.OverLimit, content.Status);
        Assert.InRange(content.Length, Limit + 1, 2 * Limit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * Limit);
    }

    [Fact]
    public void Never_throws_and_never_keeps_more_than_the_limit() => Gen.Select(
        Gen.Byte.Array[0, 300], Gen.OneOfConst("gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate", "br;q=1", "\u00e9"))
        .Sample((noise, label) => Decode(label, noise).Length <= Limit, threads: OneThread);

    [Fact]
    public void Never_throws_on_a_right_start_with_a_wrong_end() => Gen.Select(
        Gen.Byte.Array[1, 2000], Gen.OneOfConst(Coded.Formats), Gen.Int[0, 2000], Gen.Byte.Array[0, 50])
        .Sample((content, format, cut, tail) =>
        {
            byte[] coded = Coded.Encode(format, content);
            Decode(Coded.Label(format), [.. coded[..Math.Min(cut, coded.Length)], .. tail]);
        }, threads: OneThread);

    private static byte[] Bomb(string format)
    {
        byte[] zeros = new byte[1 << 24];
        byte[] part = Coded.Encode(format, zeros);
        return format == "br" ? part : [.. Enumerable.Repeat(part, 64).SelectMany(p => p)];
    }

    private static (ContentStatus, long) Status((ContentStatus Status, long Length, string) result) => (result.Status, result.Length);

    private (ContentStatus Status, long Length, string Hex) Decode(string label, byte[] coded)
    {
        using FieldList fields = Coded.Fields(("Content-Encoding", label));
        return Decode(fields, Coded.Body(coded));
    }

    private (ContentStatus Status, long Length, string Hex) Decode(FieldList fields, MessageBody body)
    {
        using (body)
        {
            DecodedContent content = _decoder.Decode(fields, body);
            return (content.Status, content.Length, Convert.ToHexString(content.Bytes.Span));
        }
    }

    public void Dispose() => _decoder.Dispose();
}

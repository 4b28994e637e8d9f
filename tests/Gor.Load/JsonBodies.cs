using System.Globalization;
using System.Text;

namespace Gor.Load;

/// <summary>
/// JSON bodies as business applications send them: repeated names, few words, many numbers. Always the same for the same size;
/// enough different ones that a compressor finds no whole body again in its window.
/// </summary>
internal sealed class JsonBodies
{
    private const int BytesOfEachSize = 1 << 21;

    private static readonly string[] Words =
        ["pending", "shipped", "returned", "Berlin", "Lisboa", "Helsinki", "invoice", "express", "gift", "wholesale", "retail", "note", "blue", "large"];

    private readonly byte[][] _bodies;
    private int _next;

    public JsonBodies(int size)
    {
        var random = new Random(size);
        _bodies = [.. Enumerable.Range(0, Math.Max(16, BytesOfEachSize / size)).Select(_ => Make(random, size))];
    }

    /// <summary>The next of them, in turn. Any thread.</summary>
    public byte[] Next() => _bodies[(uint)Interlocked.Increment(ref _next) % (uint)_bodies.Length];

    private static byte[] Make(Random random, int size)
    {
        var text = new StringBuilder("{\"items\":[");
        while (text.Length < size - 2)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"id\":{random.Next()},\"ref\":\"{Guid(random)}\",\"status\":\"{Word(random)}\",");
            text.Append(CultureInfo.InvariantCulture, $"\"city\":\"{Word(random)}\",\"amount\":{random.Next(100000) / 100.0},\"quantity\":{random.Next(20)},");
            text.Append(CultureInfo.InvariantCulture, $"\"created\":\"2026-0{random.Next(1, 10)}-{random.Next(10, 29)}T1{random.Next(10)}:{random.Next(10, 60)}:00Z\",");
            text.Append(CultureInfo.InvariantCulture, $"\"comment\":\"{Word(random)} {Word(random)} \\\"{Word(random)}\\\"\"}},");
        }

        text.Length = size - 2;
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static Guid Guid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

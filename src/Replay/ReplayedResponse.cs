using System.Buffers;
using System.Globalization;
using System.Text;
using Gor.Http;
using Gor.Tape;

namespace Gor.Replay;

/// <summary>What a server answered to a replayed request, as a message in GoReplay's format.</summary>
internal static class ReplayedResponse
{
    /// <param name="header">With the time of the replay and how long it took.</param>
    /// <param name="body">Without chunks, with content codings.</param>
    /// <param name="isWhole">False where the body was cut.</param>
    /// <returns>The message and its separator but for the last line end.</returns>
    public static ReadOnlyMemory<byte> Write(in TapeHeader header, HttpResponseMessage response, ReadOnlyMemory<byte> body, bool isWhole, bool isOfHead)
    {
        var target = new ArrayBufferWriter<byte>(body.Length + 1024);
        header.Write(target);
        Write(string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.Version.ToString(2)} {(int)response.StatusCode} {response.ReasonPhrase}\r\n"), target);
        bool hasNone = isOfHead || (int)response.StatusCode is 204 or 304 or < 200;
        var text = new HttpBodyText(body, hasNone ? BodyKind.None : BodyKind.Length, isWhole);
        bool wasChunked = response.Headers.NonValidated.Contains("Transfer-Encoding");
        foreach ((string name, string value) in Fields(response))
        {
            bool isStale = text.Replaces(Encoding.ASCII.GetBytes(name)) || (!hasNone && name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
            if (!isStale)
            {
                Write($"{name}: {value}\r\n", target);
            }
        }

        text.WriteFraming(target);
        if (wasChunked && !hasNone && !text.NeedsChunks)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + (isWhole ? 0 : 1)}\r\n"), target);
        }

        target.Write("\r\n"u8);
        text.Write(target);
        target.Write(TapeSeparator.Bytes[..^1]);
        return target.WrittenMemory;
    }

    private static IEnumerable<(string Name, string Value)> Fields(HttpResponseMessage response) =>
        from field in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        from value in field.Value
        select (field.Key, value);

    private static void Write(string text, ArrayBufferWriter<byte> target) => target.Write(Encoding.Latin1.GetBytes(text));
}

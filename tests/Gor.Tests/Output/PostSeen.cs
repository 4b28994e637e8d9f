using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Output;

/// <summary>A POST as the sink got it.</summary>
internal sealed record PostSeen(int Number, PathString Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text
    {
        get
        {
            if (!Headers.ContainsKey("Content-Encoding"))
            {
                return Encoding.UTF8.GetString(Body);
            }

            using var source = new ZLibStream(new MemoryStream(Body), CompressionMode.Decompress);
            return new StreamReader(source, Encoding.UTF8).ReadToEnd();
        }
    }

    public string[] Records => Text.Split('\n')[..^1];
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Golden;

/// <summary>Tapes that GoReplay's own code wrote: see the README beside them.</summary>
public sealed class GoReplayTapeTests : IDisposable
{
    private const string Separator = "\n🐵🙈🙉\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("calls.gor")]
    [InlineData("calls.gor.gz")]
    public async Task EachMessageIsReadAsTheCallThatItWas(string name)
    {
        Assert.Equal(
            [
                "GET http://shop.example/a?b=1&c=%20 200  hello",
                "GET http://shop.example/lines 404  \n\r\na\n\n",
                "GET http://shop.example/old 200  until the end\n",
                "GET http://shop.example/unknown-latency 200  ok",
                "GET http://shop.example/zip 200  {\"name\":\"zipped\"}",
                "HEAD http://shop.example/h 200  ",
                "POST http://shop.example/b 201 {\"a\":\"é\"}\n ",
                "PUT http://shop.example/chunks 204 hello ",
            ],
            await CallsAsync(name));
    }

    [Theory]
    [InlineData("calls.gor")]
    [InlineData("calls.gor.gz")]
    public async Task WhatWasReadIsWrittenByteForByteAsGoReplayWroteIt(string name)
    {
        string copy = Path.Combine(_folder.Path, name);
        await GorRun.ToEndAsync("--input-file", PathOf(name), "--input-file-max-wait", "1us", "--output-file", copy, "--output-file-append");

        // A latency that was not known is none: it is made of the times of packets.
        string expected = Encoding.Latin1.GetString(Content(PathOf("calls.gor"))).Replace(" -1\n", " 0\n");
        Assert.Equal(expected, Encoding.Latin1.GetString(Content(copy)));
    }

    [Fact]
    public async Task BodiesThatHoldTheSeparatorAreReadWhole()
    {
        Assert.Equal(
            [
                $"GET http://shop.example/chunked-monkeys 200  before{Separator}after",
                "GET http://shop.example/last 200  ok",
                "GET http://shop.example/long-id 200  ok",
                $"POST http://shop.example/monkeys 200 before{Separator}after {Separator}",
            ],
            await CallsAsync("separators.gor"));
    }

    [Fact]
    public async Task WhatNeedsAnotherFormKeepsItsMeaning()
    {
        string copy = Path.Combine(_folder.Path, "copy.gor");
        Ledger ledger = await GorRun.ToEndAsync("--input-file", PathOf("separators.gor"), "--input-file-max-wait", "1us", "--output-file", copy, "--output-file-append");
        Assert.Equal((9, 1, 0), (ledger[Counter.TapedMessagesRead], ledger[Counter.TapedMessagesIgnoredReplayed], ledger[Counter.TapedMessagesMalformed]));

        // As GoReplay's reader takes a file apart: at each separator. None stands within a message any more.
        string[] messages = File.ReadAllText(copy).Split(Separator);
        Assert.Equal(["1", "2", "1", "2", "1", "2", "1", "2", ""], messages.Select(message => message.Split(' ')[0]));
        Assert.Equal(await CallsAsync("separators.gor"), await CallsAsync(copy));
    }

    private static string PathOf(string name) => SourceTree.PathOf(Path.Combine("tests/Gor.Tests/Golden/GoReplay", name));

    private static byte[] Content(string path)
    {
        using var content = new MemoryStream();
        using Stream file = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
        file.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Method, URL, status and both bodies of each record, in order of text.</summary>
    private async Task<string[]> CallsAsync(string name)
    {
        string[] records = await GorRun.RecordsAsync(_folder, "--input-file", PathOf(name), "--input-file-max-wait", "1us");
        return [.. records.Select(CallOf).Order(StringComparer.Ordinal)];
    }

    private static string CallOf(string record)
    {
        using JsonDocument pairs = JsonDocument.Parse(record);
        Dictionary<string, string> values = pairs.RootElement.EnumerateArray()
            .GroupBy(pair => pair[0].GetString()!).ToDictionary(group => group.Key, group => group.First()[1].GetString()!);
        return $"{values["request_method"]} {values["request_url"]} {values["response_code"]} "
            + $"{values.GetValueOrDefault("request_body")} {values.GetValueOrDefault("response_body")}";
    }
}

using System.Text.Json;
using Gor.Tests.Kit;

namespace Gor.Tests.Golden;

/// <summary>
/// A capture of this folder with what is known of it: the calls on the wire (<c>NAME.json</c>, written when it was captured), and what gor
/// puts out for it (<c>NAME.ndjson</c>, <c>NAME.counters.txt</c>).
/// </summary>
internal sealed class GoldenCapture
{
    private static readonly string Folder = SourceTree.PathOf("tests/Gor.Tests/Golden/Captures");

    private readonly string _name;

    private GoldenCapture(string name, JsonElement truth)
    {
        _name = name;
        Port = truth.GetProperty("port").GetInt32();
        Calls = [.. truth.GetProperty("calls").EnumerateArray().Select(TrueCall.Of)];
    }

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => System.IO.Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    public int Port { get; }

    public IReadOnlyList<TrueCall> Calls { get; }

    /// <summary>The packets; the largest file is kept compressed.</summary>
    public string Path => File.Exists(PathOf(".pcap")) ? PathOf(".pcap") : PathOf(".pcap.gz");

    /// <summary>As <c>--input-raw</c> takes it.</summary>
    public string Input => $"{Path}:{Port}";

    public static GoldenCapture Load(string name)
    {
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, $"{name}.json")));
        return new GoldenCapture(name, truth.RootElement);
    }

    /// <summary>Compares with the golden file of that kind, or writes it.</summary>
    public void AssertGolden(string extension, string actual) => GoldenFile.AssertEqual(PathOf(extension), actual);

    private string PathOf(string extension) => System.IO.Path.Combine(Folder, _name + extension);
}

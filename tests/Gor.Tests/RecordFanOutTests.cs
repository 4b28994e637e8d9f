using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary><c>--split-output</c>, alone and with <c>--recognize-tcp-sessions</c>.</summary>
public sealed class RecordFanOutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_flag_each_output_gets_every_call()
    {
        string[][] outputs = await RunAsync(connections: 2, calls: 3);
        Assert.Equal(6, outputs[0].Length);
        Assert.Equal(outputs[0], outputs[1]);
    }

    [Fact]
    public async Task Calls_are_shared_out_one_after_the_other_and_none_is_torn_apart()
    {
        string[][] outputs = await RunAsync(connections: 2, calls: 3, "--split-output");
        Assert.Equal([3, 3], outputs.Select(output => output.Length));
        Assert.Equal(6, outputs.SelectMany(output => output).Distinct().Count());
    }

    [Fact]
    public async Task All_calls_of_a_connection_go_to_the_same_output()
    {
        string[][] outputs = await RunAsync(connections: 24, calls: 3, "--split-output", "--recognize-tcp-sessions");
        Assert.Equal(72, outputs.Sum(output => output.Length));
        Assert.All(outputs, output => Assert.NotEmpty(output));
        Assert.Empty(outputs[0].Select(ConnectionOf).Intersect(outputs[1].Select(ConnectionOf)));
    }

    private static string ConnectionOf(string target) => target.Split('/')[1];

    /// <summary>The targets of the calls in each of two files; a third output, of records, must not change the sums.</summary>
    private async Task<string[][]> RunAsync(int connections, int calls, params string[] flags)
    {
        using var capture = new MemoryStream();
        for (int i = 0; i < connections; i++)
        {
            Conversation talk = new Conversation(clientPort: 40000 + i).Opened();
            for (int call = 0; call < calls; call++)
            {
                talk.Client.Sends($"GET /{i}/{call} HTTP/1.1\r\nHost: h\r\n\r\n");
                talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
            }

            byte[] pcap = talk.Closed().ToPcap();
            capture.Write(pcap.AsSpan(i == 0 ? 0 : 24));
        }

        string file = _folder.Write("talk.pcap", capture.ToArray());
        string[] outputs = [Path.Combine(_folder.Path, "0.gor"), Path.Combine(_folder.Path, "1.gor")];
        await GorRun.ToEndAsync(["--input-raw", file, "--output-file", outputs[0], "--output-file", outputs[1], "--output-file-append", .. flags]);
        return [.. outputs.Select(path => File.ReadAllLines(path, Encoding.UTF8).Where(line => line.StartsWith("GET ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToArray())];
    }
}

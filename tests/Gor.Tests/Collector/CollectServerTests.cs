using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Collector;
using Gor.Output;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Collector;

public sealed class CollectServerTests : IDisposable
{
    private const string Record =
        """[["request_method","POST"],["request_url","http://shop.example/orders?ref=42"],["response_code","201"],["response_body","{\"id\":1031}"],["now","1767225600123"],["interval","18"],["host","edge-1"]]""";

    private const string Shown = "2026-01-01T00:00:00.123Z POST http://shop.example/orders?ref=42 201 11 B 18 ms\n";

    private readonly MemoryStream _stdout = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gor-collect-").FullName;

    private string Printed => Encoding.UTF8.GetString(_stdout.ToArray());

    private string KeptPath => Path.Combine(_folder, "calls.ndjson");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("deflated")]
    [InlineData("deflate")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Takes_each_coding_and_prints_a_line_a_call(string coding)
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal((204, ""), await PostAsync(server, Coded($"{Record}\n{Record}\n", coding), coding));
        Assert.Equal(Shown + Shown, Printed);
    }

    [Fact]
    public async Task Takes_deflate_without_its_wrapper()
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal((204, ""), await PostAsync(server, Coded(Record, "raw"), "deflate"));
        Assert.Equal(Shown, Printed);
    }

    [Fact]
    public async Task Takes_what_gor_sends()
    {
        await using RunningServer server = await StartAsync();
        var options = new OutputOptions { Resurface = [$"{server.Client.BaseAddress}message"] };
        await using IOutput output = OutputFactory.Create(options, false, false, new BundleQueues(holdBack: true, TimeProvider.System), new Logged().Log).Single();
        IRecordWriter writer = output.OpenWriter();
        writer.Write(Encoding.UTF8.GetBytes(Record));
        writer.Close();
        await output.StopAsync(CancellationToken.None);
        Assert.Equal("1 = 1 delivered", output.Tally.ToString());
        Assert.Equal(Shown, Printed);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("file")]
    public async Task Keeps_the_records_as_they_came(string output)
    {
        await using RunningServer server = await StartAsync(options => options with { Output = output == "-" ? "-" : KeptPath });
        await PostAsync(server, Encoding.UTF8.GetBytes($"{Record}\n"), "");
        await PostAsync(server, Encoding.UTF8.GetBytes($"\r\n{Record}\r\n\n{Record}"), "");
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal($"{Record}\n{Record}\n{Record}\n", output == "-" ? Printed : await File.ReadAllTextAsync(KeptPath));
        if (output != "-" && !OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeptPath));
        }
    }

    [Theory]
    [InlineData("not json", "line 2: not JSON\n")]
    [InlineData("{}", "line 2: expected an array of pairs\n")]
    [InlineData("[[\"now\",1]]", "line 2: expected a value that is a string\n")]
    public async Task Keeps_nothing_of_a_body_with_one_bad_line(string line, string reason)
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal((400, reason), await PostAsync(server, Encoding.UTF8.GetBytes($"{Record}\n{line}\n{Record}\n"), ""));
        Assert.Equal("", Printed);
        Assert.Contains("refused with 400", server.Stderr);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflated")]
    [InlineData("br")]
    public async Task Refuses_a_damaged_body(string coding)
    {
        await using RunningServer server = await StartAsync();
        byte[] whole = Coded($"{Record}\n{Record}\n", coding);
        Assert.Equal(400, (await PostAsync(server, whole[..^6], coding)).Status);
        Assert.Equal(400, (await PostAsync(server, Encoding.UTF8.GetBytes(Record), coding)).Status);
        Assert.Equal("", Printed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task Refuses_what_is_too_large_even_if_it_is_small_on_the_wire(string coding)
    {
        await using RunningServer server = await StartAsync(options => options with { BodyLimit = 20000 });
        string text = string.Concat(Enumerable.Repeat($"{Record}\n", 200));
        Assert.Equal(413, (await PostAsync(server, Coded(text, coding), coding)).Status);
        Assert.Equal("", Printed);
    }

    [Fact]
    public async Task Refuses_an_unknown_coding_and_another_method()
    {
        await using RunningServer server = await StartAsync();
        Assert.Equal(415, (await PostAsync(server, "x"u8.ToArray(), "compress")).Status);
        using HttpResponseMessage got = await server.Client.GetAsync("/message");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
        Assert.Equal("ok\n", await server.Client.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Ends_with_1_where_nobody_reads_stdout()
    {
        await using RunningServer server = await StartAsync(stdout: new BreakingStream(breaksAt: 1));
        Assert.Equal(503, (await PostAsync(server, Encoding.UTF8.GetBytes(Record), "")).Status);
        Assert.Equal(1, await server.ExitCode);
    }

    [Fact]
    public async Task Says_that_a_port_is_in_use()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var stderr = new StringWriter();
        var options = new CollectOptions { Listen = (IPEndPoint)taken.LocalEndpoint };
        Assert.Equal(1, await CollectServer.RunAsync(options, LineStream.Over(_stdout), stderr, CancellationToken.None));
        Assert.Contains($"cannot listen on {options.Listen}", stderr.ToString());
    }

    [Fact]
    public async Task Says_that_a_file_cannot_be_written()
    {
        using var stderr = new StringWriter();
        var options = new CollectOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Output = _folder };
        Assert.Equal(1, await CollectServer.RunAsync(options, LineStream.Over(_stdout), stderr, CancellationToken.None));
        Assert.Contains($"--output {_folder}: {_folder} is a directory", stderr.ToString());
    }

    private static async Task<(int Status, string Reason)> PostAsync(RunningServer server, byte[] body, string coding)
    {
        using var content = new ByteArrayContent(body);
        if (coding.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        }

        using HttpResponseMessage response = await server.Client.PostAsync("/message", content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static byte[] Coded(string text, string coding)
    {
        var coded = new MemoryStream();
        Stream target = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest),
            "raw" => new DeflateStream(coded, CompressionLevel.Fastest),
            "deflated" or "deflate" => new ZLibStream(coded, CompressionLevel.Fastest),
            _ => coded,
        };
        using (target)
        {
            target.Write(Encoding.UTF8.GetBytes(text));
        }

        return coded.ToArray();
    }

    private Task<RunningServer> StartAsync(Func<CollectOptions, CollectOptions>? change = null, Stream? stdout = null)
    {
        var options = new CollectOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        options = change?.Invoke(options) ?? options;
        return RunningServer.StartAsync((stderr, stop) =>
            CollectServer.RunAsync(options, LineStream.Over(stdout ?? _stdout), stderr, stop));
    }
}

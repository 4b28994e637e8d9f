using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Gor.Files;
using Gor.Tests.Kit;

namespace Gor.Tests.Files;

public sealed class FileServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gor-files-").FullName;
    private readonly string _root;

    public FileServerTests()
    {
        _root = Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName;
        File.WriteAllText(Path.Combine(_folder, "secret.txt"), "secret");
        File.WriteAllText(Path.Combine(_root, "hello.txt"), "hello, world");
        File.WriteAllText(Path.Combine(_root, "empty"), "");
        File.WriteAllText(Path.Combine(_root, "a b<c>.txt"), "odd");
        Directory.CreateDirectory(Path.Combine(_root, "site"));
        File.WriteAllText(Path.Combine(_root, "site", "index.html"), "<p>home");
        Directory.CreateDirectory(Path.Combine(_root, "docs"));
        File.WriteAllText(Path.Combine(_root, "docs", "data.json"), "{}");
        File.CreateSymbolicLink(Path.Combine(_root, "out.txt"), Path.Combine(_folder, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "up"), _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/hello.txt", "text/plain", "hello, world")]
    [InlineData("/docs/data.json", "application/json", "{}")]
    [InlineData("/empty", "application/octet-stream", "")]
    [InlineData("/a%20b%3Cc%3E.txt", "text/plain", "odd")]
    [InlineData("/site/", "text/html", "<p>home")]
    [InlineData("/docs/../hello.txt", "text/plain", "hello, world")]
    public async Task Serves_a_file(string path, string type, string content)
    {
        await using RunningServer server = await StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(content, await response.Content.ReadAsStringAsync());
        Assert.Equal(content.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Answers_HEAD_ranges_and_conditions()
    {
        await using RunningServer server = await StartAsync();
        using HttpResponseMessage head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/hello.txt"));
        Assert.Equal((HttpStatusCode.OK, 12L), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        var range = new HttpRequestMessage(HttpMethod.Get, "/hello.txt");
        range.Headers.Range = new RangeHeaderValue(7, 11);
        using HttpResponseMessage part = await server.Client.SendAsync(range);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("world", await part.Content.ReadAsStringAsync());

        var condition = new HttpRequestMessage(HttpMethod.Get, "/hello.txt");
        condition.Headers.IfModifiedSince = head.Content.Headers.LastModified;
        using HttpResponseMessage same = await server.Client.SendAsync(condition);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task Lists_a_folder_with_links_that_work()
    {
        await using RunningServer server = await StartAsync();
        string page = await server.Client.GetStringAsync("/");
        Assert.Contains("<a href=\"./a%20b%3Cc%3E.txt\">a b&lt;c&gt;.txt</a>", page);
        Assert.Contains("<a href=\"./docs/\">docs/</a>", page);
    }

    [Fact]
    public async Task Sends_a_folder_without_its_slash_there()
    {
        await using RunningServer server = await StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync("/docs");
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal("./docs/", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/hello.txt/")]
    [InlineData("/hello.txt/x")]
    [InlineData("/../secret.txt")]
    [InlineData("/docs/../../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2Fsecret.txt")]
    [InlineData("/docs/..%2f..%2fsecret.txt")]
    [InlineData("/%2Fetc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/..%5Csecret.txt")]
    [InlineData("/out.txt")]
    [InlineData("/up/secret.txt")]
    [InlineData("/up/")]
    [InlineData("/%00")]
    public async Task Leads_nowhere_else(string path)
    {
        await using RunningServer server = await StartAsync();
        string answer = await RawAsync(server, $"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (404|400) ", answer);
        Assert.DoesNotContain("secret", answer);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_reads(string method)
    {
        await using RunningServer server = await StartAsync();
        using HttpResponseMessage response = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/hello.txt"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Logs_a_line_a_request_without_the_query()
    {
        await using RunningServer server = await StartAsync();
        await server.Client.GetStringAsync("/hello.txt?token=hidden");
        await Eventually.TrueAsync(() => server.Stderr.Contains("GET /hello.txt 200"));
        Assert.DoesNotContain("hidden", server.Stderr);
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task<string> RawAsync(RunningServer server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        return await new StreamReader(stream).ReadToEndAsync();
    }

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync((stderr, stop) =>
        FileServer.RunAsync(new IPEndPoint(IPAddress.Loopback, 0), _root, stderr, stop));
}

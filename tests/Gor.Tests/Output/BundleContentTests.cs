using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Output;

namespace Gor.Tests.Output;

public sealed class BundleContentTests
{
    /// <summary>More than the buffers of a connection hold.</summary>
    private const int Large = 64 << 20;

    [Fact]
    public async Task A_body_that_was_read_is_no_longer_in_use()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var content = new BundleContent(new Bundle(new byte[1000], 1, IsCompressed: false));
        Task<HttpResponseMessage> answer = PostAsync(server, content);
        using TcpClient connection = await server.AcceptTcpClientAsync();
        await ReadHeadAsync(connection.GetStream());
        byte[] body = new byte[1000];
        await connection.GetStream().ReadExactlyAsync(body);
        await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        Assert.Equal(HttpStatusCode.NoContent, (await answer).StatusCode);
        Assert.False(content.IsInUse);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_is_in_use_even_when_its_post_is_given_up()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var content = new BundleContent(new Bundle(new byte[Large], 1, IsCompressed: false));
        using var giveUp = new CancellationTokenSource();
        Assert.False(content.IsInUse);
        Task<HttpResponseMessage> answer = PostAsync(server, content, giveUp.Token);
        using TcpClient connection = await server.AcceptTcpClientAsync();
        await ReadHeadAsync(connection.GetStream());
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.True(content.IsInUse);
    }

    private static async Task<HttpResponseMessage> PostAsync(TcpListener server, BundleContent content, CancellationToken stop = default)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{server.LocalEndpoint}/message") { Content = content };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    private static async Task ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }
    }
}

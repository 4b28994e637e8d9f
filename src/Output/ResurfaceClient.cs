using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Gor.Output;

/// <summary>POSTs bundles to one URL and says what the answer means. Any thread; nothing that a network or a server does throws.</summary>
internal sealed class ResurfaceClient : IAsyncDisposable
{
    private const int MostRedirects = 5;
    private const int LongestExcerpt = 200;

    /// <summary>The name of the one client in the factory.</summary>
    private const string ClientName = "resurface";

    private static readonly string UserAgent = $"Resurface/{typeof(ResurfaceClient).Assembly.GetName().Version?.ToString(3)} (gor)";

    private readonly ResurfaceUrl _url;
    private readonly IReadOnlyList<RequestHeader> _headers;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ServiceProvider _services;
    private readonly IHttpClientFactory _clients;

    /// <param name="connected">Told both ends of each connection that is made.</param>
    public ResurfaceClient(
        ResurfaceUrl url, OutputOptions options, SslClientAuthenticationOptions trust, Action<EndPoint?, EndPoint?> connected, TimeProvider time)
    {
        _url = url;
        _headers = options.Headers;
        _timeout = options.RequestTimeout;
        _time = time;
        Statistics = new PostStatistics(time);

        var services = new ServiceCollection();
        services.AddHttpClient(ClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectTimeout,
                ConnectCallback = (context, stop) => ConnectAsync(context.DnsEndPoint, connected, stop),
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !url.Target.IsLoopback,
                SslOptions = trust,
            })
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        _services = services.BuildServiceProvider();
        _clients = _services.GetRequiredService<IHttpClientFactory>();
    }

    public PostStatistics Statistics { get; }

    /// <exception cref="OperationCanceledException">Only for <paramref name="stop"/>.</exception>
    public async Task<Answer> PostAsync(Bundle bundle, CancellationToken stop)
    {
        long begun = _time.GetTimestamp();
        Answer answer = await TryPostAsync(bundle, stop);
        Statistics.Add(answer.Verdict, _time.GetElapsedTime(begun), bundle.IsCompressed);
        return answer;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<Answer> TryPostAsync(Bundle bundle, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await PostAsync(bundle, _url.Target, MostRedirects, either.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            string reason = limit.IsCancellationRequested ? $"no answer within {_timeout.TotalSeconds:0.#} s" : e.GetBaseException().Message;
            return new Answer(Verdict.Unavailable, reason) { MayHaveArrived = limit.IsCancellationRequested };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            bool neverConnected = e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
            return new Answer(Verdict.Unavailable, e.GetBaseException().Message) { MayHaveArrived = !neverConnected };
        }
    }

    private async Task<Answer> PostAsync(Bundle bundle, Uri target, int redirects, CancellationToken stop)
    {
        // A new client each time: the factory renews the connections below, so that a changed DNS entry is seen.
        using HttpClient client = _clients.CreateClient(ClientName);
        using var content = new BundleContent(bundle);
        using HttpRequestMessage request = Request(content, bundle.IsCompressed, target);
        bool mayReuse = bundle.IsRecyclable;
        bundle.IsRecyclable = false;
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        bundle.IsRecyclable = mayReuse && !content.IsInUse;
        Verdict verdict = Answer.MeaningOf(response.StatusCode);
        if (verdict == Verdict.Delivered)
        {
            return new Answer(verdict, "");
        }

        if (IsRepeatedElsewhere(response.StatusCode) && response.Headers.Location is { } location)
        {
            var next = new Uri(target, location);
            return !_url.IsSameOrigin(next) ? new Answer(verdict, $"{(int)response.StatusCode} to another origin, which is not followed: name that URL itself")
                : redirects == 0 ? new Answer(verdict, $"{(int)response.StatusCode} again and again")
                : await PostAsync(bundle, next, redirects - 1, stop);
        }

        string reason = $"{(int)response.StatusCode} {await ExcerptAsync(response, stop)}".TrimEnd();
        return new Answer(verdict, reason, response.Headers.RetryAfter);
    }

    /// <summary>As the handler does it by itself, but noted down.</summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, Action<EndPoint?, EndPoint?> connected, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, stop);
            connected(socket.LocalEndPoint, socket.RemoteEndPoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private HttpRequestMessage Request(BundleContent content, bool isCompressed, Uri target)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", "application/ndjson; charset=UTF-8");
        if (isCompressed)
        {
            // Resurface's name for zlib, RFC 1950.
            content.Headers.TryAddWithoutValidation("Content-Encoding", "deflated");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.Authorization = _url.Authorization;
        foreach (RequestHeader header in _headers)
        {
            // The one that was given in so many words is the one that is meant.
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return request;
    }

    /// <summary>RFC 9110 section 15.4: all but 303, which points to the result of a POST that was done.</summary>
    private static bool IsRepeatedElsewhere(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The beginning of what the server says, in one line.</summary>
    private static async Task<string> ExcerptAsync(HttpResponseMessage response, CancellationToken stop)
    {
        await using Stream content = await response.Content.ReadAsStreamAsync(stop);
        byte[] start = new byte[4 * LongestExcerpt];
        int length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop);
        string text = Encoding.UTF8.GetString(start, 0, length);
        text = new string([.. text.Take(LongestExcerpt).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Trim();
    }
}

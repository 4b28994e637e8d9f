using System.Net;
using System.Net.Http.Headers;

namespace Gor.Cluster;

/// <summary>Requests to the API server (https://kubernetes.io/docs/reference/using-api/api-concepts/), each with the token that is good now.</summary>
internal sealed class ClusterApi(ClusterAccess access) : IDisposable
{
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        SslOptions = access.Trust(),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AutomaticDecompression = DecompressionMethods.GZip,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Uri Server => access.Server;

    /// <summary>An answer whose status is 200; its body is still to be read.</summary>
    /// <param name="path">With the query.</param>
    /// <exception cref="ClusterException">Another status, no answer, or none in time.</exception>
    /// <exception cref="ClusterGoneException">410: what was asked for is too old.</exception>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(access.Server, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (access.ReadToken() is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(HeadTimeout);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ClusterException($"the API server {access.Server} does not answer");
        }
        catch (HttpRequestException problem)
        {
            string reason = problem.InnerException?.Message ?? problem.Message;
            throw new ClusterException($"the API server {access.Server} cannot be reached: {reason}", problem);
        }

        if (response.StatusCode == HttpStatusCode.OK)
        {
            return response;
        }

        using (response)
        {
            throw response.StatusCode == HttpStatusCode.Gone ? new ClusterGoneException() : Refusal(response, path);
        }
    }

    public void Dispose() => _client.Dispose();

    private ClusterException Refusal(HttpResponseMessage response, string path)
    {
        int status = (int)response.StatusCode;
        string asked = path.Split('?')[0];
        return status switch
        {
            401 => new ClusterException($"the API server {access.Server} does not take the token of {access.Folder} (401)") { IsRefusal = true },
            403 => new ClusterException($"the service account may not read {asked} (403): it needs a role that may list and watch it (docs/kubernetes.md has one)") { IsRefusal = true },
            404 => new ClusterException($"the API server {access.Server} has no {asked} (404)") { IsRefusal = true },
            _ => new ClusterException($"the API server {access.Server} answers {status} to {asked}") { Pause = response.Headers.RetryAfter?.Delta },
        };
    }
}

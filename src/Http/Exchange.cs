using Gor.Decode;

namespace Gor.Http;

/// <summary>
/// A request with the final response that answers it: one call. Owns the pooled buffers of both messages;
/// whoever takes it disposes of it.
/// </summary>
internal sealed class Exchange(FlowKey key, HttpRequest request, HttpResponse response) : IDisposable
{
    /// <summary>From client to server.</summary>
    public FlowKey Key { get; } = key;

    public HttpRequest Request { get; } = request;

    public HttpResponse Response { get; } = response;

    /// <summary>Orders the exchanges of one capture the same way at any speed and number of workers.</summary>
    public required ExchangeOrder Order { get; init; }

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
    }
}

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

    /// <summary>A request whose response was not seen: the one it has here is empty, with the status 0.</summary>
    public static Exchange Alone(FlowKey key, HttpRequest request, ExchangeOrder order) =>
        new(key, request, new HttpResponse(0, minorVersion: 1, bodyLimit: 0)) { Order = order };

    public void Dispose()
    {
        Request.Dispose();
        Response.Dispose();
    }
}

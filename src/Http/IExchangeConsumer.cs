namespace Gor.Http;

/// <summary>Takes finished exchanges and owns them from then on. Called by the worker's thread.</summary>
internal interface IExchangeConsumer
{
    void OnExchange(Exchange exchange);

    /// <summary>
    /// Takes a whole request whose response was not seen, and is counted as orphaned already. Its response is empty, with the status 0.
    /// </summary>
    void OnAlone(Exchange request) => request.Dispose();
}

namespace Gor.Http;

/// <summary>Takes finished exchanges and owns them from then on. Called by the worker's thread.</summary>
internal interface IExchangeConsumer
{
    void OnExchange(Exchange exchange);
}

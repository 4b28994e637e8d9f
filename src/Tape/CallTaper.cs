using System.Buffers;
using System.Text;
using Gor.Http;
using Gor.Masking;

namespace Gor.Tape;

/// <summary>
/// Writes calls in GoReplay's format: both messages, each behind its line and before the separator. The last line end is left to
/// whoever puts calls together. One thread.
/// </summary>
internal sealed class CallTaper(TapeOptions options, string realIpHeader) : IDisposable
{
    private readonly ContentDecoder? _decoder = options.Prettify ? new ContentDecoder(options.CopyBufferSize) : null;
    private readonly byte[] _realIpHeader = Encoding.ASCII.GetBytes(realIpHeader);
    private HttpMessageText? _text;

    private HttpMessageText Text => _text ??= new HttpMessageText(_decoder, options.CopyBufferSize);

    /// <summary>Both messages as they were.</summary>
    public void Write(Exchange exchange, IBufferWriter<byte> target)
    {
        TapeId id = TapeId.Of(exchange.Key, exchange.Request, exchange.Order);
        BeginRequest(id, exchange.Request, target);
        Text.WriteRequest(exchange.Request, RealIp(exchange), target);
        target.Write(TapeSeparator.Bytes);
        BeginResponse(id, exchange.Response, target);
        Text.WriteResponse(exchange.Response, exchange.Request.Method, target);
        target.Write(TapeSeparator.Bytes[..^1]);
    }

    /// <summary>The request as it was, without an answer.</summary>
    public void WriteAlone(Exchange exchange, IBufferWriter<byte> target)
    {
        BeginRequest(TapeId.Of(exchange.Key, exchange.Request, exchange.Order), exchange.Request, target);
        Text.WriteRequest(exchange.Request, RealIp(exchange), target);
        target.Write(TapeSeparator.Bytes[..^1]);
    }

    /// <summary>What the rules left.</summary>
    /// <param name="isAlone">True where there is no answer.</param>
    public static void WriteMasked(Exchange exchange, Details details, bool isAlone, IBufferWriter<byte> target)
    {
        TapeId id = TapeId.Of(exchange.Key, exchange.Request, exchange.Order);
        BeginRequest(id, exchange.Request, target);
        MaskedMessageText.WriteRequest(exchange, details, target);
        if (!isAlone)
        {
            target.Write(TapeSeparator.Bytes);
            BeginResponse(id, exchange.Response, target);
            MaskedMessageText.WriteResponse(exchange, details, target);
        }

        target.Write(TapeSeparator.Bytes[..^1]);
    }

    public void Dispose() => _decoder?.Dispose();

    private static void BeginRequest(TapeId id, HttpRequest request, IBufferWriter<byte> target) =>
        new TapeHeader(TapeKind.Request, id, request.FirstTimestampNs, request.LastTimestampNs - request.FirstTimestampNs).Write(target);

    private static void BeginResponse(TapeId id, HttpResponse response, IBufferWriter<byte> target) =>
        new TapeHeader(TapeKind.Response, id, response.FirstTimestampNs, response.LastTimestampNs - response.FirstTimestampNs).Write(target);

    /// <summary>A taped call's client is not known any more: what its request says stays.</summary>
    private NamedField? RealIp(Exchange exchange) => _realIpHeader.Length == 0 || exchange.Key.Source.Address.IsMade
        ? null
        : new NamedField(_realIpHeader, Encoding.ASCII.GetBytes(exchange.Key.Source.Address.ToString()));
}

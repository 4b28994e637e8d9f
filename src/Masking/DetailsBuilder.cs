using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Gor.Http;

namespace Gor.Masking;

/// <summary>
/// Flattens exchanges into the pairs of resurface.md section 2, in that order. Values that are UTF-8 on the wire are borrowed:
/// details are valid until the exchange is disposed of or the next one is built. One thread.
/// </summary>
/// <param name="isKilled">
/// True for the name of a pair that an unconditional rule removes and that nothing else can look at: it is never made. Asked anew for
/// each pair, as rules may be reloaded.
/// </param>
internal sealed class DetailsBuilder(MaskingOptions options, Counters counters, Func<string, bool> isKilled) : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly BodyDetail _requestBody = new("request_body", options.BodyLimit, isKilled, counters);
    private readonly BodyDetail _responseBody = new("response_body", options.BodyLimit, isKilled, counters);
    private readonly DetailNames _requestHeaders = new("request_header:");
    private readonly DetailNames _responseHeaders = new("response_header:");
    private readonly FormParameters _parameters = new(isKilled, counters);
    private readonly byte[] _realIpHeader = Encoding.UTF8.GetBytes(options.RealIpHeader);
    private readonly string _host = HostName();

    /// <summary>Replaces the pairs by those of the exchange, up to <c>interval</c>; session fields are the rules' part.</summary>
    public void Build(Exchange exchange, Details details)
    {
        HttpRequest request = exchange.Request;
        HttpResponse response = exchange.Response;
        details.Clear();
        AddFieldText(details, "request_method", request.Method);
        details.Add("request_url", RequestUrl.Of(exchange));
        details.Add("response_code", response.StatusCode.ToString(CultureInfo.InvariantCulture));
        ReadOnlyMemory<byte> form = _requestBody.AddTo(details, request.Fields, request.Body, FormParameters.IsForm(request.Fields));
        AddRequestHeaders(details, exchange);
        _parameters.AddTo(details, request, form.Span);
        for (int i = 0; i < response.Fields.Count; i++)
        {
            AddHeader(details, _responseHeaders, response.Fields, i);
        }

        _responseBody.AddTo(details, response.Fields, response.Body);
        AddTimes(details, request.FirstTimestampNs, response.FirstTimestampNs);
    }

    /// <summary>Adds what no rule may see or remove: the marks of damaged bodies and the host.</summary>
    public void AddAfterRules(Details details)
    {
        _requestBody.AddMarkTo(details);
        _responseBody.AddMarkTo(details);
        details.Add("host", _host);
    }

    /// <summary>The client's address takes the place of the header that is to tell it: what a client wrote there is not trusted.</summary>
    private void AddRequestHeaders(Details details, Exchange exchange)
    {
        FieldList fields = exchange.Request.Fields;
        bool setsRealIp = _realIpHeader.Length > 0 && !exchange.Key.Source.Address.IsMade;
        int realIp = setsRealIp ? fields.IndexOf(_realIpHeader) : -1;
        for (int i = 0; i < fields.Count; i++)
        {
            if (i == realIp)
            {
                AddRealIp(details, exchange);
            }
            else if (realIp < 0 || !Ascii.EqualsIgnoreCase(fields.Name(i), _realIpHeader))
            {
                AddHeader(details, _requestHeaders, fields, i);
            }
        }

        if (setsRealIp && realIp < 0)
        {
            AddRealIp(details, exchange);
        }
    }

    private void AddRealIp(Details details, Exchange exchange)
    {
        string name = _requestHeaders.Of(_realIpHeader);
        if (!isKilled(name))
        {
            details.Add(name, exchange.Key.Source.Address.ToString());
        }
    }

    private void AddHeader(Details details, DetailNames names, FieldList fields, int index)
    {
        string name = names.Of(fields.Name(index));
        if (!isKilled(name))
        {
            AddFieldText(details, name, fields.ValueMemory(index));
        }
    }

    private static void AddFieldText(Details details, string name, ReadOnlyMemory<byte> value)
    {
        if (Utf8.IsValid(value.Span))
        {
            details.Add(name, value);
        }
        else
        {
            details.Add(name, FieldText.Decode(value.Span));
        }
    }

    private static void AddTimes(Details details, long requestNs, long responseNs)
    {
        long now = responseNs / NanosecondsPerMillisecond;
        long interval = Math.Max(1, (responseNs - requestNs) / NanosecondsPerMillisecond);
        details.Add("now", now.ToString(CultureInfo.InvariantCulture));
        details.Add("interval", interval.ToString(CultureInfo.InvariantCulture));
    }

    private static string HostName() => Environment.GetEnvironmentVariable("DYNO") is { Length: > 0 } dyno ? dyno
        : Environment.MachineName is { Length: > 0 } machine ? machine
        : "unknown";

    public void Dispose()
    {
        _requestBody.Dispose();
        _responseBody.Dispose();
    }
}

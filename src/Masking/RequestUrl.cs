using System.Buffers;
using Gor.Decode;
using Gor.Http;

namespace Gor.Masking;

/// <summary>The URL that a request was sent to (RFC 9112 section 3.3); always <c>http</c>, because we see clear text.</summary>
internal static class RequestUrl
{
    private const string Scheme = "http://";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    public static string Of(Exchange exchange)
    {
        HttpRequest request = exchange.Request;
        string target = FieldText.Decode(request.Target);
        if (target.StartsWith('/'))
        {
            return Scheme + Host(exchange) + target;
        }

        if (target is "" or "*")
        {
            return Scheme + Host(exchange);
        }

        if (IsAbsolute(target))
        {
            return target;
        }

        return request.Method.AsSpan().SequenceEqual("CONNECT"u8)
            ? Scheme + target
            : $"{Scheme}{Host(exchange)}/{target}";
    }

    private static bool IsAbsolute(string target)
    {
        int end = target.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && char.IsAsciiLetter(target[0]) && !target.AsSpan(0, end).ContainsAnyExcept(SchemeCharacters);
    }

    private static string Host(Exchange exchange)
    {
        FieldList fields = exchange.Request.Fields;
        int index = fields.IndexOf("host"u8);
        return index >= 0 && !fields.Value(index).IsEmpty
            ? FieldText.Decode(fields.Value(index))
            : Authority(exchange.Key.Destination);
    }

    private static string Authority(Endpoint server)
    {
        if (server.Address.IsMade)
        {
            return "unknown";
        }

        string authority = server.ToString();
        return server.Port == 80 ? authority[..authority.LastIndexOf(':')] : authority;
    }
}

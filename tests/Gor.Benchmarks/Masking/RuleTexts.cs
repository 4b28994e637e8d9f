namespace Gor.Benchmarks.Masking;

/// <summary>Rules by the name that a benchmark's table shows.</summary>
internal static class RuleTexts
{
    /// <summary>What a team writes that wants bodies without what is personal in them.</summary>
    private const string Twenty = """
        allow_http_url
        /request_url/ stop_if_found ~/(?:healthz|ready|metrics)$~
        /request_header:user-agent/ stop_if_found /kube-probe/
        /response_code/ stop_if /304/
        /request_header:authorization/ remove
        /request_header:proxy-authorization/ remove
        /request_header:cookie/ remove
        /response_header:set-cookie/ remove
        /request_header:x-api-key/ remove
        /request_param:(?:token|password|secret)/ remove
        /response_header:.*/ remove_if_found /internal\.example/
        /request_url|request_header:referer/ replace /([^\?;]+).*/, /$1/
        /(?:request|response)_body/ replace /"password":"[^"]*"/, /"password":"…"/
        /(?:request|response)_body/ replace /"iban":"[^"]*"/, /"iban":"…"/
        /(?:request|response)_body/ replace /"birthday":"(\d{4})-[^"]*"/, /"birthday":"$1"/
        /(?:request|response)_body/ replace /"(?:first|last)_name":"[^"]*"/, /"name":"…"/
        /(?:request|response)_body/ replace /"phone":"[^"]*"/, /"phone":"…"/
        /(?:request|response)_body/ replace /"customer_no":"([A-Z]{2})[0-9]+"/, /"customer_no":"$1…"/
        /(?:request|response)_body/ replace /[A-Za-z0-9._-]+@acme\.example/, /x@y.com/
        /request_param:.*/ replace /[0-9]{9,}/, /…/
        """;

    /// <summary>What another team writes: patterns without any literal, whole words, values that end a call.</summary>
    private const string Shapes = """
        allow_http_url
        skip_compression
        /request_url/ stop_if_found ~/(?:livez|readyz)~
        /request_header:user-agent/ stop_if_found /Prometheus|Datadog/
        /request_body/ stop_if_found /"dry_run":\s*true/
        /response_body/ stop_if /\s*/
        /request_header:(?:authorization|cookie|x-.*)/ remove
        /response_header:(?:set-cookie|x-.*|server)/ remove
        /request_header:referer/ remove_if_found /utm_/
        /request_body/ remove_if_found /-----BEGIN/
        /response_body/ remove_if_found /Traceback \(most recent call last\)/
        /.*_body/ replace /\b[0-9]{13,19}\b/, /[card]/
        /.*_body/ replace /\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}\b/, /[card]/
        /.*_body/ replace /\b\d{3}-\d{2}-\d{4}\b/, /[ssn]/
        /.*_body/ replace /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/, /[mail]/
        /.*_body/ replace /[Pp]assword=[^&]*/, /password=/
        /.*_body/ replace /eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/, /[jwt]/
        /request_url/ replace /\d{6,}/, /N/
        /request_param:.*/ replace /[^@]+@.*/, /[mail]/
        /response_header:etag/ replace /".*"/, /""/
        """;

    public static IReadOnlyList<string> Names { get; } = ["strict", "standard", "debug", "pci", "pii", "secrets", "twenty", "shapes"];

    public static string Of(string name) => name switch
    {
        "twenty" => Twenty,
        "shapes" => Shapes,
        _ => $"include {name}",
    };
}

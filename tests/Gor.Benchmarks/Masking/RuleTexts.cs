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

    public static string Of(string name) => name == "twenty" ? Twenty : $"include {name}";
}

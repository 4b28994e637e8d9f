namespace Gor.Masking;

/// <summary>The rules behind <c>include NAME</c>.</summary>
internal static class Presets
{
    private const string Debug = """
        allow_http_url
        copy_session_field /.*/
        """;

    /// <summary>
    /// Differs from Resurface's text in two places (resurface.md section 3.4): <c>request_param:.*</c> where theirs has a scope that
    /// matches no parameter's name to its end, and the first line, because we keep the query in the URL.
    /// </summary>
    private const string Standard = """
        /request_url|request_header:referer/ replace /([^\?;]+).*/, /$1/
        /request_header:cookie|response_header:set-cookie/ remove
        /(request|response)_body|request_param:.*/ replace /[a-zA-Z0-9.!#$%&’*+\/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)/, /x@y.com/
        /request_body|request_param:.*|response_body/ replace /[0-9\.\-\/]{9,}/, /xyxy/
        """;

    private const string Strict = """
        /request_url/ replace /([^\?;]+).*/, /$1/
        /request_body|response_body|request_param:.*|request_header:(?!user-agent).*|response_header:(?!(content-length)|(content-type)).*/ remove
        """;

    public static IReadOnlyList<string> Names { get; } = ["debug", "standard", "strict", "default"];

    /// <summary>The text of a preset, or null where there is none of this name.</summary>
    public static string? TextOf(string name) => name switch
    {
        "debug" => Debug,
        "standard" => Standard,
        "strict" or "default" => Strict,
        _ => null,
    };
}

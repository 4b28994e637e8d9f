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

    /// <summary>Ours: where a secret is known by its place; the detectors find it anywhere else.</summary>
    private const string Secrets = """
        /request_header:(?:proxy-)?authorization/ replace /^([A-Za-z][A-Za-z0-9-]*[ \t]+)?[^]+/, /$1[credential]/
        /request_header:(?:x-)?(?:amz-security|api|auth|private|access|csrf|xsrf|session|vault|gitlab|goog-api)-?(?:key|token|secret)/ replace /[^]+/, /[secret]/
        /request_header:cookie/ replace /=[^;]*/, /=[cookie]/
        /response_header:set-cookie/ replace /^([^=;]*)=[^;]*/, /$1=[cookie]/
        /session_field:.*/ replace /[^]+/, /[cookie]/
        /request_param:(?:[^]*[_.\[-])?(?:pass(?:word(?:[_-]?confirm(?:ation)?)?|wd|phrase)|pwd|secret|(?:api|access|secret|private)[_-]?key|(?:access|refresh|id|auth|session|api|bearer|bot|csrf|reset|user)[_-]?token|client_assertion)\]?/ replace /[^]+/, /[secret]/
        /request_param:(?:sig|x-amz-signature|x-amz-security-token|x-goog-signature)/ replace /[^]+/, /[secret]/
        /request_param:token/ replace /^[A-Za-z0-9._~+\/=-]{16,}$/, /[secret]/
        """;

    public static IReadOnlyList<string> Names { get; } = ["debug", "standard", "strict", "default", "pci", "pii", "secrets"];

    /// <summary>The text of a preset, or null where there is none of this name.</summary>
    public static string? TextOf(string name) => name switch
    {
        "debug" => Debug,
        "standard" => Standard,
        "strict" or "default" => Strict,
        "secrets" => Secrets,
        "pci" or "pii" => "",
        _ => null,
    };

    /// <summary>What a preset looks for in every field that a client or server can fill.</summary>
    /// <param name="limit">Time for one value.</param>
    public static IReadOnlyList<Detector> DetectorsOf(string name, TimeSpan limit) => name switch
    {
        "pci" => Detectors.Pci(),
        "pii" => Detectors.Pii(limit),
        "secrets" => Detectors.Secrets(limit),
        _ => [],
    };
}

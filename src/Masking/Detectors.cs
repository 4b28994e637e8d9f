namespace Gor.Masking;

/// <summary>The detectors of our presets. docs/rules.md says what each catches and what it does not.</summary>
internal static class Detectors
{
    /// <summary>A blank as text, forms, URLs and JSON write it.</summary>
    private const string Blank = @"(?: |\+|%20|%09|\\t|\t)";

    private const string Equal = "(?:=|%3[Dd])";

    /// <summary>
    /// What may stand right before an address and cannot be in one (RFC 5322 section 3.2.3), percent-coded: controls, blank and
    /// <c>"(),:;&lt;&gt;[\]</c>.
    /// </summary>
    private const string CodedBorder = "%(?:[01][0-9A-Fa-f]|2[0289Cc]|3[ABCEabce]|5[BCDbcd]|7[Ff])";

    /// <summary>What may be in an address before the at: a percent sign either codes what is no border, or codes nothing.</summary>
    private const string LocalPart =
        @"(?:[A-Za-z0-9._+'\u00A1-\uFFFF-]|%(?:2[13-7ABDEFabdef]|3[0-9DFdf]|[4689A-Fa-f][0-9A-Fa-f]|5[0-9AEFaef]|7[0-9A-Ea-e]"
        + @"|[0-9A-Fa-f]?[G-Zg-z._+'\u00A1-\uFFFF-]))+";

    private const string Domain = @"(?:[A-Za-z0-9\u00A1-\uFFFF-]+\.)+[A-Za-z\u00A1-\uFFFF]{2,}";

    /// <summary>-----BEGIN … PRIVATE KEY, as Kubernetes holds it.</summary>
    private const string PrivateKeyInBase64 =
        "LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRV)[A-Za-z0-9+\\/=]+";

    private static readonly string SecretWord = "(?:" + string.Join('|', new[]
    {
        "password", "passwd", "passphrase", "pwd", "password_confirm", "password_confirmation", "secret", "secret_key", "api_key", "access_key",
        "private_key", "access_token", "refresh_token", "id_token", "auth_token", "session_token", "api_token", "bearer_token", "bot_token",
        "csrf_token", "reset_token", "user_token", "client_assertion",
    }.Select(AnyCase)) + ")";

    /// <summary>Names whose value is a secret whatever its shape, alone or behind something: <c>password</c>, <c>db_password</c>.</summary>
    private static readonly string SecretName = $"[A-Za-z0-9_.-]*{SecretWord}";

    public static IReadOnlyList<Detector> Pci() => [new CardDetector()];

    public static IReadOnlyList<Detector> Pii(TimeSpan limit) =>
    [
        new PatternDetector(
            "email", limit, [($@"((?:{CodedBorder})*){LocalPart}(?:@|%40|\\u0040){Domain}", "$1[email]")], DetectorChecks.IsAddress),
        new IbanDetector(),
        new PatternDetector("ssn", limit, [($"[0-9]{{3}}(?:-[0-9]{{2}}-|{Blank}[0-9]{{2}}{Blank})[0-9]{{4}}", null)], DetectorChecks.IsSocialSecurityNumber),
        new PatternDetector(
            "phone", limit,
            [
                (@"(?:\+|%2[Bb])[1-9](?:(?:[ ()\/.-]{1,2}|%20)?[0-9]){7,14}", null),
                ($@"(?:1(?:[.-]|{Blank}))?(?:\([2-9][0-9]{{2}}\){Blank}?|[2-9][0-9]{{2}}(?:[.-]|{Blank}))[2-9][0-9]{{2}}(?:[.-]|{Blank})[0-9]{{4}}", null),
            ],
            DetectorChecks.StandsAlone),
    ];

    public static IReadOnlyList<Detector> Secrets(TimeSpan limit) =>
    [
        // The end of the text ends a block whose end was cut off.
        new PatternDetector(
            "private-key", limit,
            [(@"-----BEGIN[A-Z0-9 +%]*PRIVATE(?: |\+|%20)KEY[A-Z0-9 +%]*-----[^]*?(?:-----END[A-Z0-9 +%]*PRIVATE(?: |\+|%20)KEY[A-Z0-9 +%]*-----|$)", null), (PrivateKeyInBase64, null)]),
        new PatternDetector("jwt", limit, [(@"eyJ[A-Za-z0-9_-]{6,}\.(?:[A-Za-z0-9_-]*\.){0,3}[A-Za-z0-9_-]+", null)]),
        new PatternDetector(
            "credential", limit, [($"({AnyCase("bearer")}{Blank}+)[A-Za-z0-9._~+/%=-]{{8,}}", "$1[credential]")], DetectorChecks.IsBearerToken),
        new PatternDetector(
            "credential", limit, [($"({AnyCase("basic")}{Blank}+)[A-Za-z0-9+/]{{4,}}{Equal}{{0,2}}", "$1[credential]")], DetectorChecks.IsBasic),
        new PatternDetector(
            "credential", limit,
            [(@"([A-Za-z][A-Za-z0-9+.-]*(?::|%3[Aa])(?:\/|\\\/|%2[Ff]){2})[^\/\s:@""'<>\\]*(?::|%3[Aa])[^\/\s@""'<>\\]+(?:@|%40)", "$1[credential]@")]),
        new PatternDetector("key", limit, [.. WellKnownKeys.Patterns.Select(pattern => (pattern, (string?)null)), .. WellKnownKeys.Named.Select(pattern => (pattern, (string?)"$1[key]"))]),
        new PatternDetector(
            "secret", limit,
            [
                ($@"({SecretName}\\*""\s*:\s*\\*"")(?:\\[^]|[^""\\])+", "$1[secret]"),
                ($"({SecretName}%22(?:%20|\\+)*(?:%3[Aa]|:)(?:%20|\\+)*%22)(?:[^%&\\s]|%[^2]|%2[^2])+", "$1[secret]"),
                ($@"((?:^|[?&;,#\s]|%26)(?:[A-Za-z0-9_.\[-]|%5[Bb])*{SecretWord}(?:\]|%5[Dd])?{Equal})[^&\s;,""'#]+", "$1[secret]"),
                ($@"(<(?:[A-Za-z0-9_.-]+:)?{SecretName}(?:\s[^<>]*)?>)[^<>]+", "$1[secret]"),
                ($@"((?:""{AnyCase("token")}\\*""\s*:\s*\\*""|[?&;#]{AnyCase("token")}=))[A-Za-z0-9._~+\/=-]{{16,}}", "$1[secret]"),
                ($@"([?&](?:sig|[Xx]-[Aa]mz-[Ss]ignature|[Xx]-[Aa]mz-[Ss]ecurity-[Tt]oken|[Xx]-[Gg]oog-[Ss]ignature)=)[A-Za-z0-9%+\/=_-]{{40,}}", "$1[secret]"),
            ]),
    ];

    /// <summary>A word in any case, its underscores optional or dashes.</summary>
    private static string AnyCase(string word) =>
        string.Concat(word.Select(letter => letter == '_' ? "[_-]?" : $"[{char.ToUpperInvariant(letter)}{letter}]"));
}

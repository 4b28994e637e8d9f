namespace Gor.Masking;

/// <summary>Shapes of the keys and tokens that well-known services issue; each has a prefix or an alphabet that nothing else has.</summary>
internal static class WellKnownKeys
{
    /// <summary>In groups: what a search for some prefixes costs grows beyond about sixteen of them. A prefix is written out, so that it can be searched for.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        string.Join(
            '|',
            "(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA|APKA|ASCA)[A-Z2-7]{16}", // AWS access key IDs
            "AIza[A-Za-z0-9_-]{35}", // Google
            "GOCSPX-[A-Za-z0-9_-]{20,}",
            "PMAK-[a-f0-9]{24}-[a-f0-9]{34}", // Postman
            "NRAK-[A-Z0-9]{27}"), // New Relic
        string.Join(
            '|',
            "(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,255}", // GitHub
            "github_pat_[A-Za-z0-9_]{22,255}",
            "(?:glpat|gldt|glrt|glptt|glft|glsoat|glagent|glcbt)-[A-Za-z0-9_-]{20,}", // GitLab
            "glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}"), // Grafana
        string.Join(
            '|',
            "xox[abeoprs]-[A-Za-z0-9-]{10,}", // Slack
            "xapp-[0-9]-[A-Za-z0-9-]{10,}",
            @"hooks\.slack\.com(?:\/|\\\/|%2F)services(?:\/|\\\/|%2F)[A-Za-z0-9\/%\\]{20,}",
            "(?:rk|sk)_(?:live|test)_[A-Za-z0-9]{10,}", // Stripe
            "whsec_[A-Za-z0-9+\\/=]{20,}",
            @"ya29\.[A-Za-z0-9_-]{20,}", // Google
            "npm_[A-Za-z0-9]{36}", // package registries
            "pypi-AgEI[A-Za-z0-9_-]{20,}",
            "rubygems_[a-f0-9]{48}",
            "dckr_pat_[A-Za-z0-9_-]{20,}",
            "sk-(?:ant-|proj-|svcacct-|or-v1-)[A-Za-z0-9_-]{20,}", // model services
            @"\bsk-[A-Za-z0-9]{32,}"),
        string.Join(
            '|',
            "hf_[A-Za-z0-9]{30,}",
            @"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", // SendGrid
            @"\bSK[0-9a-f]{32}\b", // Twilio
            @"\bkey-[0-9a-f]{32}\b", // Mailgun
            @"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", // Telegram
            "do[oprt]_v1_[a-f0-9]{64}", // DigitalOcean
            "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}", // Shopify
            @"sq0[a-z]{3}-[A-Za-z0-9_-]{22,43}", // Square
            @"(?:hvs|hvb|hvr)\.[A-Za-z0-9_-]{24,}", // Vault
            "AGE-SECRET-KEY-1[A-Z0-9]{58}",
            "dapi[a-f0-9]{32}", // Databricks
            "lin_api_[A-Za-z0-9]{40}"),
    ];

    /// <summary>Keys without a shape of their own, known by the name before them; group 1 is that name.</summary>
    public static IReadOnlyList<string> Named { get; } =
    [
        @"([Aa][Ww][Ss]_?[Ss][Ee][Cc][Rr][Ee][Tt]_?(?:[Aa][Cc][Cc][Ee][Ss][Ss]_?)?[Kk][Ee][Yy][\\""'\s:=>]{1,8})[A-Za-z0-9\/+]{40}",
        @"((?:AccountKey|SharedAccessKey)=)[A-Za-z0-9\/+]{40,}={0,2}", // Azure
    ];
}

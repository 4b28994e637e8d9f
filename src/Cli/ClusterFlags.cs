using Gor.Capture;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags that go with <c>--input-raw k8s://…</c>.</summary>
internal static class ClusterFlags
{
    public static IReadOnlyList<Setting<Options>> All { get; } =
    [
        new("input-raw-k8s-nomatch-nocap", "", Set<bool>(GoBoolean.TryParse, (options, on) =>
            With(options, capture => capture with { ClusterNoMatchNoCapture = on })))
        {
            Group = FlagGroup.Input,
            Default = "true",
            Help = "Where k8s:// matches no pod, capture nothing for it until one comes. If false, its ports, of any host.",
        },
        new("input-raw-k8s-skip-ns", "NAMESPACE", SetUnlessEmpty<string>(FlagReaders.Text, (options, name) =>
            With(options, capture => capture with { ClusterSkippedNamespaces = [.. capture.ClusterSkippedNamespaces, name] })))
        {
            Group = FlagGroup.Input,
            IsList = true,
            Help = "Leave the services of this namespace out of k8s://service; * and ? as in a file's name.",
        },
        new("input-raw-k8s-skip-svc", "SERVICE", SetUnlessEmpty<string>(FlagReaders.Text, (options, name) =>
            With(options, capture => capture with { ClusterSkippedServices = [.. capture.ClusterSkippedServices, name] })))
        {
            Group = FlagGroup.Input,
            IsList = true,
            Help = "Leave this service out of k8s://service; * and ? as in a file's name.",
        },
        new("input-raw-k8s-api", "URL", SetUnlessEmpty<string>(Api, (options, url) => With(options, capture => capture with { ClusterApi = url })))
        {
            Group = FlagGroup.Input,
            Help = "The cluster's API server, where gor does not run in a pod: http://127.0.0.1:8001 with kubectl proxy.",
        },
        new("input-raw-k8s-account", "FOLDER", SetUnlessEmpty<string>(FlagReaders.FilePath, (options, folder) =>
            With(options, capture => capture with { ClusterAccount = folder })))
        {
            Group = FlagGroup.Input,
            Help = "Folder with the token and ca.crt of a service account. Without: where pods have them.",
        },
    ];

    private static bool Api(string text, out string value, out string? error)
    {
        value = text;
        bool isUrl = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme is "http" or "https") && url.Host.Length > 0;
        error = isUrl ? null : "expected a URL, like https://10.96.0.1:443 or http://127.0.0.1:8001";
        return isUrl;
    }

    private static Options With(Options options, Func<CaptureOptions, CaptureOptions> change) => options with { Capture = change(options.Capture) };
}

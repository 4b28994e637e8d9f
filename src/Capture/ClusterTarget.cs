namespace Gor.Capture;

/// <summary>What of a Kubernetes cluster an <see cref="InputAddress"/> means: <c>k8s://[NAMESPACE/]KIND[/NAME]</c>.</summary>
/// <param name="Kind">What the name is of.</param>
/// <param name="Namespace">Empty for all.</param>
/// <param name="Name">A name, or a selector's text; empty for every service.</param>
internal sealed record ClusterTarget(ClusterKind Kind, string Namespace, string Name)
{
    private const string Forms = "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS], with pod, service, deployment, daemonset, statefulset, labelSelector or "
        + "fieldSelector as KIND, like k8s://shop/deployment/web:80 or k8s://labelSelector/app=web, or k8s://[NAMESPACE/]service for all services";

    private static readonly (string Word, ClusterKind Kind)[] Kinds =
    [
        ("pod", ClusterKind.Pod),
        ("service", ClusterKind.Service),
        ("deployment", ClusterKind.Deployment),
        ("daemonset", ClusterKind.DaemonSet),
        ("statefulset", ClusterKind.StatefulSet),
        ("labelSelector", ClusterKind.LabelSelector),
        ("fieldSelector", ClusterKind.FieldSelector),
    ];

    /// <param name="text">What stands behind <c>k8s://</c>, without ports.</param>
    /// <exception cref="FormatException">It is not of one of the forms; the message is a phrase for the user.</exception>
    public static ClusterTarget Parse(string text)
    {
        // A label's name may hold a slash, so what is behind the kind is kept whole.
        string[] parts = text.Split('/', 3);
        bool isNamespaced = parts.Length > 1 && KindOf(parts[1]) is not null && (KindOf(parts[0]) is null || parts.Length > 2);
        string scope = isNamespaced ? parts[0] : "";
        string word = isNamespaced ? parts[1] : parts[0];
        string name = text[(isNamespaced ? scope.Length + 1 + word.Length : word.Length)..].TrimStart('/').Trim();
        ClusterKind kind = KindOf(word) ?? throw new FormatException(Forms);
        bool isSelector = kind is ClusterKind.LabelSelector or ClusterKind.FieldSelector;
        if ((name.Length == 0 && kind != ClusterKind.Service) || (!isSelector && !IsName(name)) || (isNamespaced && !IsName(scope)))
        {
            throw new FormatException(Forms);
        }

        return new ClusterTarget(kind, scope, name);
    }

    private static ClusterKind? KindOf(string word)
    {
        int place = Array.FindIndex(Kinds, kind => string.Equals(kind.Word, word, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? null : Kinds[place].Kind;
    }

    /// <summary>RFC 1123's names, as Kubernetes has them.</summary>
    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}

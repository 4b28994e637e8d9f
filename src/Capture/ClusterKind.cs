namespace Gor.Capture;

/// <summary>What the name in a <see cref="ClusterTarget"/> is of.</summary>
internal enum ClusterKind
{
    Pod,
    Service,
    Deployment,
    DaemonSet,
    StatefulSet,
    LabelSelector,
    FieldSelector,
}

using System.Globalization;
using Gor.Capture;
using Serilog;

namespace Gor.Cluster;

/// <summary>
/// What the inputs <c>k8s://…</c> mean just now: the addresses and ports of pods. One watch for each collection that they need; deployments and the like
/// are asked for their real selectors.
/// </summary>
internal sealed class ClusterWatch : IAsyncDisposable
{
    private const int MostNames = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CaptureOptions _options;
    private readonly ILogger _log;
    private readonly ClusterApi _api;
    private readonly string _node;
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, ResourceWatch> _watches = [];
    private readonly Dictionary<string, string> _said = [];
    private readonly List<Task> _running = [];
    private Action _changed = () => { };

    private ClusterWatch(CaptureOptions options, ClusterApi api, string node, ILogger log)
    {
        _options = options;
        _node = node;
        _api = api;
        _log = log;
        foreach (ClusterTarget target in options.Inputs.Select(input => input.Cluster).OfType<ClusterTarget>())
        {
            _ = PodsOf(target);
            _ = OwnersOf(target);
        }

        _running.AddRange(_watches.Values.Select(watch => Task.Run(() => watch.RunAsync(_end.Token))));
    }

    /// <summary>Asks the cluster, and returns once it has answered.</summary>
    /// <param name="variable">Reads a variable of the process.</param>
    /// <exception cref="ClusterException">It cannot be asked; a sentence.</exception>
    public static ClusterWatch Open(CaptureOptions options, Func<string, string?> variable, ILogger log)
    {
        var watch = new ClusterWatch(options, new ClusterApi(ClusterAccess.Of(options.ClusterApi, options.ClusterAccount, variable)), variable("NODE_NAME") ?? "", log);
        try
        {
            watch.WaitForLists();
            return watch;
        }
        catch
        {
            watch.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Whom to tell, on any thread, that <see cref="TermsOf"/> may give something else now.</summary>
    public void OnChange(Action changed) => _changed = changed;

    /// <summary>What to capture for this input: hosts and ports. Nothing where it has no pod. One thread at a time.</summary>
    public IReadOnlyList<FilterTerm> TermsOf(InputAddress input)
    {
        ClusterTarget target = input.Cluster!;
        ClusterObject[] pods = [.. Matching(target).Where(pod => pod.Addresses.Count > 0).OrderBy(pod => (pod.Namespace, pod.Name))];
        Tell(input, pods);

        // A pod on its node's network shares the addresses with all others there: without ports it would be everything.
        IEnumerable<(ClusterObject Pod, IReadOnlyList<int> Ports)> wanted = pods
            .Select(pod => (pod, Ports: input.Ports.Count > 0 ? input.Ports : pod.Ports))
            .Where(of => of.Ports.Count > 0 || !of.pod.IsOnHostNetwork);
        FilterTerm[] terms =
        [
            .. wanted.GroupBy(of => string.Join(',', of.Ports)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
                new FilterTerm([.. group.SelectMany(of => of.Pod.Addresses).Distinct()], group.First().Ports)),
        ];
        return terms.Length == 0 && !_options.ClusterNoMatchNoCapture && input.Ports.Count > 0 ? [new FilterTerm([], input.Ports)] : terms;
    }

    /// <summary>A line for each input.</summary>
    public IEnumerable<string> Describe() => _options.Inputs.Where(input => input.Cluster is not null).Select(input =>
    {
        TermsOf(input);
        return $"{input.Text}: {_said[input.Text]}";
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
        _api.Dispose();
        _end.Dispose();
    }

    private void WaitForLists()
    {
        DateTime deadline = DateTime.UtcNow + Patience;
        foreach (ResourceWatch watch in _watches.Values)
        {
            while (!watch.Listed.Wait(TimeSpan.FromMilliseconds(20)))
            {
                if (watch.Trouble is { } trouble && (trouble.IsRefusal || DateTime.UtcNow > deadline))
                {
                    throw new ClusterException($"k8s://: {trouble.Message}.", trouble);
                }

                if (DateTime.UtcNow > deadline)
                {
                    throw new ClusterException($"k8s://: the API server {_api.Server} did not answer in {Patience.TotalSeconds:0} seconds.");
                }
            }
        }
    }

    private IEnumerable<ClusterObject> Matching(ClusterTarget target)
    {
        IReadOnlyList<ClusterObject> pods = PodsOf(target).Objects;
        if (OwnersOf(target) is not { } owners)
        {
            return pods;
        }

        ClusterObject[] wanted = [.. owners.Objects.Where(owner => target.Name.Length > 0 || !IsSkipped(owner))];
        return pods.Where(pod => wanted.Any(owner => owner.Namespace == pod.Namespace && owner.Selector!.Matches(pod.Labels)));
    }

    private bool IsSkipped(ClusterObject service) =>
        _options.ClusterSkippedNamespaces.Any(pattern => CaptureFileName.IsMatch(pattern, service.Namespace))
        || _options.ClusterSkippedServices.Any(pattern => CaptureFileName.IsMatch(pattern, service.Name));

    /// <summary>Where the pod's manifest tells the node (<c>NODE_NAME</c>), only its pods: others are seen where they are.</summary>
    private ResourceWatch PodsOf(ClusterTarget target)
    {
        string[] fields =
        [
            .. target.Kind switch
            {
                ClusterKind.Pod => [$"metadata.name={target.Name}"],
                ClusterKind.FieldSelector => [target.Name],
                _ => (string[])[],
            },
            .. _node.Length > 0 ? (string[])[$"spec.nodeName={_node}"] : [],
        ];
        string[] query =
        [
            .. target.Kind == ClusterKind.LabelSelector ? (string[])[$"labelSelector={Uri.EscapeDataString(target.Name)}"] : [],
            .. fields.Length > 0 ? (string[])[Field(string.Join(',', fields))] : [],
        ];
        return WatchOf("/api/v1", "pods", target.Namespace, string.Join('&', query));
    }

    /// <summary>Null where pods are named without one.</summary>
    private ResourceWatch? OwnersOf(ClusterTarget target)
    {
        string selector = target.Name.Length == 0 ? "" : Field($"metadata.name={target.Name}");
        return target.Kind switch
        {
            ClusterKind.Service => WatchOf("/api/v1", "services", target.Namespace, selector),
            ClusterKind.Deployment => WatchOf("/apis/apps/v1", "deployments", target.Namespace, selector),
            ClusterKind.DaemonSet => WatchOf("/apis/apps/v1", "daemonsets", target.Namespace, selector),
            ClusterKind.StatefulSet => WatchOf("/apis/apps/v1", "statefulsets", target.Namespace, selector),
            _ => null,
        };
    }

    private static string Field(string selector) => $"fieldSelector={Uri.EscapeDataString(selector)}";

    /// <summary>Inputs that need the same share it.</summary>
    private ResourceWatch WatchOf(string group, string resource, string scope, string selector)
    {
        string path = scope.Length == 0 ? $"{group}/{resource}" : $"{group}/namespaces/{scope}/{resource}";
        string key = $"{path}?{selector}";
        if (!_watches.TryGetValue(key, out ResourceWatch? watch))
        {
            watch = new ResourceWatch(_api, path, selector, _log, () => _changed());
            _watches.Add(key, watch);
        }

        return watch;
    }

    private void Tell(InputAddress input, ClusterObject[] pods)
    {
        string names = string.Join(", ", pods.Take(MostNames).Select(pod => $"{pod.Namespace}/{pod.Name}"));
        string said = pods.Length == 0
            ? _options.ClusterNoMatchNoCapture || input.Ports.Count == 0 ? "no pod, so nothing is captured until there is one" : "no pod, so its ports of any host are captured"
            : string.Create(CultureInfo.InvariantCulture, $"{pods.Length} {(pods.Length == 1 ? "pod" : "pods")}: {names}{(pods.Length > MostNames ? ", …" : "")}");
        if (_said.TryGetValue(input.Text, out string? before) && before != said)
        {
            _log.Information("{Input:l}: {Said:l}", input.Text, said);
        }

        _said[input.Text] = said;
    }
}

using System.Net;
using System.Text.Json;

namespace Gor.Cluster;

/// <summary>What matters here of a pod, a service or a workload.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="Name">Unique there, of its kind.</param>
internal sealed record ClusterObject(string Namespace, string Name)
{
    public IReadOnlyDictionary<string, string> Labels { get; private init; } = new Dictionary<string, string>();

    /// <summary>Of a pod, while it may have traffic.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; private init; } = [];

    /// <summary>TCP ports that a pod's containers declare, in order.</summary>
    public IReadOnlyList<int> Ports { get; private init; } = [];

    /// <summary>The pod has the addresses of its node, as others have.</summary>
    public bool IsOnHostNetwork { get; private init; }

    /// <summary>Of a service or a workload: its pods.</summary>
    public LabelSelector? Selector { get; private init; }

    /// <param name="json">An item of a list, or the object of a watch event.</param>
    /// <param name="resource"><c>pods</c>, <c>services</c>, or a workload's.</param>
    /// <returns>Null for what has no name.</returns>
    public static ClusterObject? Read(JsonElement json, string resource)
    {
        JsonElement metadata = Json.Get(json, "metadata");
        string name = Json.Text(Json.Get(metadata, "name"));
        if (name.Length == 0)
        {
            return null;
        }

        var read = new ClusterObject(Json.Text(Json.Get(metadata, "namespace")), name);
        JsonElement spec = Json.Get(json, "spec");
        JsonElement selector = Json.Get(spec, "selector");
        return resource switch
        {
            "pods" => read with
            {
                Labels = Json.Map(Json.Get(metadata, "labels")),
                Addresses = AddressesOf(Json.Get(json, "status")),
                Ports = PortsOf(spec),
                IsOnHostNetwork = Json.Get(spec, "hostNetwork").ValueKind == JsonValueKind.True,
            },
            "services" => read with { Selector = LabelSelector.OfService(selector) },
            _ => read with { Selector = LabelSelector.OfWorkload(selector) },
        };
    }

    /// <summary>True where nothing differs that matters here.</summary>
    public bool IsLike(ClusterObject other) =>
        Addresses.SequenceEqual(other.Addresses) && Ports.SequenceEqual(other.Ports) && IsOnHostNetwork == other.IsOnHostNetwork
        && Labels.Count == other.Labels.Count && Labels.All(label => other.Labels.GetValueOrDefault(label.Key) == label.Value)
        && (Selector is null ? other.Selector is null : other.Selector is not null && Selector.IsLike(other.Selector));

    /// <summary>None once it has ended: another pod may have its address then.</summary>
    private static List<IPAddress> AddressesOf(JsonElement status)
    {
        if (Json.Text(Json.Get(status, "phase")) is "Succeeded" or "Failed")
        {
            return [];
        }

        IEnumerable<string> texts = Json.Items(Json.Get(status, "podIPs")).Select(address => Json.Text(Json.Get(address, "ip")))
            .Append(Json.Text(Json.Get(status, "podIP")));
        return [.. texts.Select(text => IPAddress.TryParse(text, out IPAddress? address) ? address : null).OfType<IPAddress>().Distinct()];
    }

    private static List<int> PortsOf(JsonElement spec)
    {
        // A sidecar is an init container that goes on.
        IEnumerable<JsonElement> containers = Json.Items(Json.Get(spec, "containers"))
            .Concat(Json.Items(Json.Get(spec, "initContainers")).Where(container => Json.Text(Json.Get(container, "restartPolicy")) == "Always"));
        IEnumerable<JsonElement> ports = containers.SelectMany(container => Json.Items(Json.Get(container, "ports")))
            .Where(port => Json.Text(Json.Get(port, "protocol")) is "TCP" or "");
        return [.. ports.Select(port => Json.Get(port, "containerPort")).Where(port => port.ValueKind == JsonValueKind.Number)
            .Select(port => port.TryGetInt32(out int number) ? number : 0).Where(number => number is > 0 and <= IPEndPoint.MaxPort).Distinct().Order()];
    }
}

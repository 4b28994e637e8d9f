using System.Text.Json;

namespace Gor.Cluster;

/// <summary>
/// Which pods a service or a workload means: a service's map of labels, or <c>matchLabels</c> and <c>matchExpressions</c>. All conditions must hold;
/// no condition means no pod.
/// </summary>
internal sealed class LabelSelector
{
    private readonly List<(string Label, string Operator, string[] Values)> _conditions = [];

    /// <param name="selector"><c>spec.selector</c> of a service: a map.</param>
    public static LabelSelector OfService(JsonElement selector)
    {
        var read = new LabelSelector();
        read.AddLabels(selector);
        return read;
    }

    /// <param name="selector"><c>spec.selector</c> of a deployment, a daemon set or a stateful set.</param>
    public static LabelSelector OfWorkload(JsonElement selector)
    {
        var read = new LabelSelector();
        read.AddLabels(Json.Get(selector, "matchLabels"));
        foreach (JsonElement expression in Json.Items(Json.Get(selector, "matchExpressions")))
        {
            string[] values = [.. Json.Items(Json.Get(expression, "values")).Select(Json.Text)];
            read._conditions.Add((Json.Text(Json.Get(expression, "key")), Json.Text(Json.Get(expression, "operator")), values));
        }

        return read;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _conditions.Count > 0 && _conditions.All(condition => Holds(condition, labels));

    public bool IsLike(LabelSelector other) => _conditions.Count == other._conditions.Count && _conditions.Zip(other._conditions)
        .All(pair => (pair.First.Label, pair.First.Operator) == (pair.Second.Label, pair.Second.Operator) && pair.First.Values.SequenceEqual(pair.Second.Values));

    private static bool Holds((string Label, string Operator, string[] Values) condition, IReadOnlyDictionary<string, string> labels)
    {
        bool isThere = labels.TryGetValue(condition.Label, out string? value);
        return condition.Operator switch
        {
            "In" => isThere && condition.Values.Contains(value),
            "NotIn" => !isThere || !condition.Values.Contains(value),
            "Exists" => isThere,
            "DoesNotExist" => !isThere,
            // A condition that is not understood must not widen what is captured.
            _ => false,
        };
    }

    private void AddLabels(JsonElement labels)
    {
        foreach ((string label, string value) in Json.Map(labels))
        {
            _conditions.Add((label, "In", [value]));
        }
    }
}

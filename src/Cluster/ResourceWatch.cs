using System.Globalization;
using System.Text.Json;
using Serilog;

namespace Gor.Cluster;

/// <summary>
/// All objects of one kind and place, as they are now: listed once, then followed by a watch that goes on from where it broke off. While the API server
/// is away, what was known last holds.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="path">Of the collection: <c>/api/v1/namespaces/shop/pods</c>.</param>
/// <param name="selector">Of the query, encoded; empty for all.</param>
/// <param name="log">Hears once of each trouble, and of its end.</param>
/// <param name="changed">Called, on any thread, when something that matters has changed.</param>
internal sealed class ResourceWatch(ClusterApi api, string path, string selector, ILogger log, Action changed)
{
    private const int PageSize = 500;
    private const int WatchSeconds = 290;
    private static readonly TimeSpan ListTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly string _resource = path[(path.LastIndexOf('/') + 1)..];
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Dictionary<(string Namespace, string Name), ClusterObject> _objects = [];
    private string _version = "";
    private volatile ClusterException? _trouble;

    /// <summary>Done once there is a first list.</summary>
    public Task Listed => _listed.Task;

    /// <summary>Why there is no list, or why nothing is followed just now; null where all is well.</summary>
    public ClusterException? Trouble => _trouble;

    public IReadOnlyList<ClusterObject> Objects
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Values];
            }
        }
    }

    /// <summary>Lists and follows until the stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_version.Length == 0)
                {
                    await ListAsync(stop);
                }

                IsWell();
                if (await FollowAsync(stop))
                {
                    failures = 0;
                }
                else
                {
                    // A server that ends each watch at once is not asked without a pause.
                    await PauseAsync(++failures, null, stop);
                }
            }
            catch (ClusterGoneException)
            {
                // Often once in a while; again and again, with a pause.
                _version = "";
                await PauseAsync(failures++, null, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is ClusterException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                ClusterException trouble = problem as ClusterException ?? new ClusterException($"the API server {api.Server} broke off: {problem.Message}", problem);
                Tell(trouble);
                await PauseAsync(++failures, trouble.Pause, stop);
            }
        }
    }

    private async Task ListAsync(CancellationToken stop)
    {
        var listed = new Dictionary<(string, string), ClusterObject>();
        string version;
        string rest = "";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ListTimeout);
        do
        {
            string query = string.Create(CultureInfo.InvariantCulture, $"limit={PageSize}{Selector()}{(rest.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(rest)}")}");
            using HttpResponseMessage response = await api.GetAsync($"{path}?{query}", patience.Token);
            using JsonDocument page = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(patience.Token), cancellationToken: patience.Token);
            JsonElement metadata = Json.Get(page.RootElement, "metadata");
            version = Json.Text(Json.Get(metadata, "resourceVersion"));
            rest = Json.Text(Json.Get(metadata, "continue"));
            foreach (ClusterObject item in Json.Items(Json.Get(page.RootElement, "items")).Select(json => ClusterObject.Read(json, _resource)).OfType<ClusterObject>())
            {
                listed[(item.Namespace, item.Name)] = item;
            }
        }
        while (rest.Length > 0);

        bool isOther;
        lock (_lock)
        {
            isOther = _objects.Count != listed.Count || listed.Any(item => !_objects.TryGetValue(item.Key, out ClusterObject? known) || !known.IsLike(item.Value));
            _objects = listed;
        }

        _version = version.Length > 0 ? version : throw new ClusterException($"the API server {api.Server} sent no list for {path}");
        _listed.TrySetResult();
        if (isOther)
        {
            changed();
        }
    }

    /// <returns>True where the server told anything before it ended.</returns>
    private async Task<bool> FollowAsync(CancellationToken stop)
    {
        string query = string.Create(
            CultureInfo.InvariantCulture, $"watch=true&allowWatchBookmarks=true&timeoutSeconds={WatchSeconds}&resourceVersion={Uri.EscapeDataString(_version)}{Selector()}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // A connection that died without a word: the server would have ended the watch by then.
        patience.CancelAfter(TimeSpan.FromSeconds(WatchSeconds) + Grace);
        using HttpResponseMessage response = await api.GetAsync($"{path}?{query}", patience.Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(patience.Token);
        bool hasTold = false;
        await foreach (ReadOnlyMemory<byte> line in WatchLines.ReadAsync(stream, patience.Token))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            OnEvent(Json.Text(Json.Get(json.RootElement, "type")), Json.Get(json.RootElement, "object"));
            hasTold = true;
        }

        return hasTold;
    }

    private void OnEvent(string type, JsonElement json)
    {
        if (type == "ERROR")
        {
            bool isGone = Json.Get(json, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out int number) && number == 410;
            _version = "";
            throw isGone ? new ClusterGoneException() : new ClusterException($"the API server {api.Server} ended the watch: {Json.Text(Json.Get(json, "reason"))}");
        }

        if (type is "ADDED" or "MODIFIED" or "DELETED" && ClusterObject.Read(json, _resource) is { } item)
        {
            Take(item, isDeleted: type == "DELETED");
        }

        string version = Json.Text(Json.Get(json, "metadata", "resourceVersion"));
        _version = version.Length > 0 ? version : _version;
    }

    private void Take(ClusterObject item, bool isDeleted)
    {
        (string, string) key = (item.Namespace, item.Name);
        bool isOther;
        lock (_lock)
        {
            isOther = isDeleted ? _objects.Remove(key) : !_objects.TryGetValue(key, out ClusterObject? known) || !known.IsLike(item);
            if (!isDeleted)
            {
                _objects[key] = item;
            }
        }

        if (isOther)
        {
            changed();
        }
    }

    private string Selector() => selector.Length == 0 ? "" : $"&{selector}";

    private void Tell(ClusterException trouble)
    {
        if (_trouble?.Message != trouble.Message && _listed.Task.IsCompleted)
        {
            log.Warning("{Trouble:l}; what was known last holds, and it is tried again", trouble.Message);
        }

        _trouble = trouble;
    }

    private void IsWell()
    {
        if (_trouble is not null)
        {
            log.Information("the API server {Server:l} answers again", api.Server.ToString());
        }

        _trouble = null;
    }

    private static async Task PauseAsync(int failures, TimeSpan? atLeast, CancellationToken stop)
    {
        if (failures == 0)
        {
            return;
        }

        // Spread, so that the nodes of a cluster do not come back all at once.
        double factor = Math.Pow(2, Math.Min(failures, 10) - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        TimeSpan pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, (long)(ShortestPause.Ticks * factor)));
        await Task.Delay(atLeast > pause ? (atLeast.Value < LongestPause ? atLeast.Value : LongestPause) : pause, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

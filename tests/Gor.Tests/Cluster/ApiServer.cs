using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gor.Tests.Cluster;

/// <summary>
/// An API server of Kubernetes on a real Kestrel: lists in pages, watches from a version on, selectors of names and labels, bookmarks, and the ways in
/// which the real one refuses and breaks off.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Resource, string Namespace, string Name), JsonObject> _objects = [];
    private readonly List<(int Version, string Type, string Resource, JsonObject Object)> _events = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentDictionary<CancellationTokenSource, bool> _watches = [];
    private readonly ConcurrentDictionary<string, string> _recordings = [];
    private TaskCompletionSource _happened = New();
    private int _version = 1000;
    private int _compacted;

    private ApiServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Null: anybody may ask.</summary>
    public string? Token { get; set; }

    /// <summary>Answers every request with this status; 0: answers.</summary>
    public int Status { get; set; }

    /// <summary>How the server says that a version is too old: by the status of the answer, or by an event.</summary>
    public bool SaysGoneByStatus { get; set; }

    /// <summary>Path and query of what was asked, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public int Watches => _watches.Count;

    public int Version => _version;

    public static async Task<ApiServer> StartAsync(X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        WebApplication app = builder.Build();
        var server = new ApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Adds an object, or puts it in the place of the one with its name.</summary>
    public void Put(string resource, string json)
    {
        lock (_lock)
        {
            JsonObject item = JsonNode.Parse(json)!.AsObject();
            (string, string, string) key = (resource, Text(item, "namespace"), Text(item, "name"));
            Tell(_objects.ContainsKey(key) ? "MODIFIED" : "ADDED", resource, item);
            _objects[key] = item;
        }
    }

    public void Delete(string resource, string scope, string name)
    {
        lock (_lock)
        {
            _objects.Remove((resource, scope, name), out JsonObject? item);
            Tell("DELETED", resource, (JsonObject)item!.DeepClone());
        }
    }

    /// <summary>Tells every watch how far it is, as the real one does once a minute.</summary>
    public void Bookmark(string resource)
    {
        lock (_lock)
        {
            Tell("BOOKMARK", resource, JsonNode.Parse("""{"kind":"Pod","apiVersion":"v1","metadata":{"creationTimestamp":null}}""")!.AsObject());
        }
    }

    /// <summary>The next answer to a request, byte for byte; afterwards the server answers by itself again.</summary>
    /// <param name="path">Of the collection; with <c>?watch</c> behind it, of its watch.</param>
    public void Play(string path, string answer) => _recordings[path] = answer;

    /// <summary>What happened so far cannot be watched from any more.</summary>
    public void Compact() => _compacted = _version;

    /// <summary>Ends the connections of all watches in the middle of a line.</summary>
    public void Break()
    {
        foreach (CancellationTokenSource broken in _watches.Keys)
        {
            broken.Cancel();
        }
    }

    public ValueTask DisposeAsync()
    {
        Break();
        return _app.DisposeAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Text(JsonObject item, string name) => (string?)item["metadata"]![name] ?? "";

    private void Tell(string type, string resource, JsonObject item)
    {
        item["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        _events.Add((_version, type, resource, item));
        _happened.SetResult();
        _happened = New();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
        if (Status > 0 || (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}"))
        {
            await RefuseAsync(context, Status > 0 ? Status : 401);
            return;
        }

        string[] parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int named = Array.IndexOf(parts, "namespaces");
        string scope = named < 0 ? "" : parts[named + 1];
        bool isWatch = context.Request.Query["watch"] == "true";
        if (_recordings.TryRemove($"{context.Request.Path}{(isWatch ? "?watch" : "")}", out string? recording))
        {
            await context.Response.WriteAsync(recording);
        }
        else if (isWatch)
        {
            await WatchAsync(context, parts[^1], scope);
        }
        else
        {
            await ListAsync(context, parts[^1], scope);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"R","code":{{status}}}""");
    }

    private async Task ListAsync(HttpContext context, string resource, string scope)
    {
        string text;
        lock (_lock)
        {
            JsonObject[] all = [.. _objects.Where(item => item.Key.Resource == resource).Select(item => item.Value).Where(item => IsMeant(context, scope, item))];
            int.TryParse(context.Request.Query["continue"], out int from);
            int limit = int.Parse(context.Request.Query["limit"]!);
            string rest = from + limit < all.Length ? $"{from + limit}" : "";
            string items = string.Join(',', all.Skip(from).Take(limit).Select(item => item.ToJsonString()));
            text = $$$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"{{{_version}}}","continue":"{{{rest}}}"},"items":[{{{items}}}]}""";
        }

        await context.Response.WriteAsync(text);
    }

    private async Task WatchAsync(HttpContext context, string resource, string scope)
    {
        int version = int.Parse(context.Request.Query["resourceVersion"]!);
        if (version < _compacted)
        {
            if (SaysGoneByStatus)
            {
                await RefuseAsync(context, 410);
            }
            else
            {
                await context.Response.WriteAsync(
                    $$$"""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: {{{version}}} ({{{_compacted}}})","reason":"Expired","code":410}}""" + "\n");
            }

            return;
        }

        // Not disposed: it may still be broken then.
        var broken = new CancellationTokenSource();
        _watches[broken] = true;
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, broken.Token);
            await TellAsync(context, resource, scope, version, end.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            if (broken.IsCancellationRequested)
            {
                await context.Response.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"ha""", CancellationToken.None);
                await context.Response.Body.FlushAsync(CancellationToken.None);
                context.Abort();
            }
        }
        finally
        {
            _watches.TryRemove(broken, out _);
        }
    }

    private async Task TellAsync(HttpContext context, string resource, string scope, int version, CancellationToken end)
    {
        await context.Response.Body.FlushAsync(end);
        while (true)
        {
            Task next;
            (int, string, string, JsonObject)[] events;
            lock (_lock)
            {
                next = _happened.Task;
                events = [.. _events.Where(one => one.Version > version && one.Resource == resource && (one.Type == "BOOKMARK" || IsMeant(context, scope, one.Object)))];
            }

            foreach ((int happened, string type, _, JsonObject item) in events)
            {
                version = happened;
                await context.Response.WriteAsync($$"""{"type":"{{type}}","object":{{item.ToJsonString()}}}""" + "\n", end);
                await context.Response.Body.FlushAsync(end);
            }

            await next.WaitAsync(end);
        }
    }

    /// <summary><c>fieldSelector=metadata.name=x,spec.nodeName=y</c>, <c>labelSelector=a=b,c=d</c>.</summary>
    private static bool IsMeant(HttpContext context, string scope, JsonObject item)
    {
        string field = context.Request.Query["fieldSelector"].ToString();
        string labels = context.Request.Query["labelSelector"].ToString();
        return (scope.Length == 0 || Text(item, "namespace") == scope)
            && field.Split(',', StringSplitOptions.RemoveEmptyEntries).All(one =>
                one == $"metadata.name={Text(item, "name")}" || one == $"spec.nodeName={(string?)item["spec"]?["nodeName"]}")
            && labels.Split(',', StringSplitOptions.RemoveEmptyEntries).All(label =>
                (string?)item["metadata"]!["labels"]?[label.Split('=')[0]] == label.Split('=')[1]);
    }
}

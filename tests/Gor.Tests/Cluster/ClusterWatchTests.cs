using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gor.Capture;
using Gor.Cli;
using Gor.Cluster;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Cluster;

public sealed class ClusterWatchTests : IAsyncLifetime
{
    private readonly TemporaryFolder _account = new();
    private readonly Logged _log = new();
    private ApiServer _server = null!;
    private int _changes;

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _server.Put("pods", ClusterJson.Pod("shop", "web-1", "10.1.0.1", """{"app":"web","tier":"front","app.kubernetes.io/name":"web"}"""));
        _server.Put("pods", ClusterJson.Pod("shop", "web-2", "10.1.0.2", """{"app":"web","tier":"canary"}"""));
        _server.Put("pods", ClusterJson.Pod("shop", "db-0", "10.1.0.3", """{"app":"db"}""", """[{"containerPort":5432},{"containerPort":53,"protocol":"UDP"}]"""));
        _server.Put("pods", ClusterJson.Pod("test", "web-1", "10.2.0.1", """{"app":"web","tier":"front"}""", "[]"));
        _server.Put("pods", ClusterJson.Pod("test", "done", "10.1.0.1", """{"app":"web"}""", phase: "Succeeded"));
        _server.Put("services", ClusterJson.Service("shop", "web", """{"app":"web"}"""));
        _server.Put("services", ClusterJson.Service("shop", "db", """{"app":"db"}"""));
        _server.Put("services", ClusterJson.Service("test", "web", """{"app":"web","tier":"front"}"""));
        _server.Put("services", ClusterJson.Service("test", "external", "null"));
        _server.Put("deployments", ClusterJson.Workload("shop", "web",
            """{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"NotIn","values":["canary"]},{"key":"app","operator":"Exists"}]}"""));
        _server.Put("daemonsets", ClusterJson.Workload("shop", "agent", """{"matchExpressions":[{"key":"tier","operator":"In","values":["canary","x"]}]}"""));
        _server.Put("statefulsets", ClusterJson.Workload("shop", "db", """{"matchLabels":{"app":"db"},"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _account.Dispose();
    }

    [Theory]
    [InlineData("k8s://pod/web-1:80", "10.1.0.1,10.2.0.1:80")]
    [InlineData("k8s://shop/pod/web-1:80,81", "10.1.0.1:80,81")]
    [InlineData("k8s://shop/pod/web-1", "10.1.0.1:8080,15001")]
    [InlineData("k8s://shop/pod/web-1:", "10.1.0.1:8080,15001")]
    [InlineData("k8s://shop/service/web:80", "10.1.0.1,10.1.0.2:80")]
    [InlineData("k8s://service/web:80", "10.1.0.1,10.1.0.2,10.2.0.1:80")]
    [InlineData("k8s://shop/service:", "10.1.0.3:5432,15001 10.1.0.1,10.1.0.2:8080,15001")]
    [InlineData("k8s://service:80", "10.1.0.3,10.1.0.1,10.1.0.2,10.2.0.1:80")]
    [InlineData("k8s://shop/deployment/web:80", "10.1.0.1:80")]
    [InlineData("k8s://deployment/web:80", "10.1.0.1:80")]
    [InlineData("k8s://shop/daemonset/agent:80", "10.1.0.2:80")]
    [InlineData("k8s://shop/statefulset/db", "10.1.0.3:5432,15001")]
    [InlineData("k8s://labelSelector/app=web,tier=front:80", "10.1.0.1,10.2.0.1:80")]
    [InlineData("k8s://shop/labelSelector/app.kubernetes.io/name=web:80", "10.1.0.1:80")]
    [InlineData("k8s://shop/fieldSelector/metadata.name=db-0:80", "10.1.0.3:80")]
    [InlineData("k8s://fieldSelector/spec.nodeName=node-a:80", "10.1.0.3,10.1.0.1,10.1.0.2,10.2.0.1:80")]
    [InlineData("k8s://test/pod/web-1", "10.2.0.1:15001")]
    [InlineData("k8s://shop/deployment/none:80", "")]
    public async Task Finds_the_pods_that_are_meant(string input, string expected)
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), input);
        Assert.Equal(expected, Terms(watch, input));
    }

    [Fact]
    public async Task Services_can_be_skipped_where_all_are_meant()
    {
        var options = Flags("--input-raw-k8s-skip-ns", "te*", "--input-raw-k8s-skip-svc", "db");
        await using ClusterWatch watch = Open(options, "k8s://service:80", "k8s://test/service/web:80");
        Assert.Equal("10.1.0.1,10.1.0.2:80", Terms(watch, "k8s://service:80"));
        Assert.Equal("10.2.0.1:80", Terms(watch, "k8s://test/service/web:80"));
    }

    [Fact]
    public async Task Without_a_pod_nothing_is_captured_unless_told_otherwise()
    {
        await using (ClusterWatch watch = Open(new CaptureOptions(), "k8s://pod/none:80"))
        {
            Assert.Equal("", Terms(watch, "k8s://pod/none:80"));
            Assert.Equal("k8s://pod/none:80: no pod, so nothing is captured until there is one", Assert.Single(watch.Describe()));
        }

        await using ClusterWatch wide = Open(Flags("--input-raw-k8s-nomatch-nocap=false"), "k8s://pod/none:80", "k8s://pod/none");
        Assert.Equal(":80", Terms(wide, "k8s://pod/none:80"));
        Assert.Equal("", Terms(wide, "k8s://pod/none"));
    }

    [Fact]
    public async Task A_pod_on_its_nodes_network_needs_ports()
    {
        _server.Put("pods", ClusterJson.Pod("kube", "proxy", "192.168.1.10", ports: "[]", isOnHostNetwork: true));
        _server.Put("pods", ClusterJson.Pod("kube", "dual", "10.3.0.1", ports: "[]", more: """,{"ip":"fd00::1"}"""));
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://kube/pod/proxy", "k8s://kube/pod/proxy:80", "k8s://kube/pod/dual");
        Assert.Equal(("", "192.168.1.10:80", "10.3.0.1,fd00::1:15001"),
            (Terms(watch, "k8s://kube/pod/proxy"), Terms(watch, "k8s://kube/pod/proxy:80"), Terms(watch, "k8s://kube/pod/dual")));
    }

    [Fact]
    public async Task Follows_what_changes_without_listing_again()
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/deployment/web:80");
        await FollowedAsync(2);
        _server.Put("pods", ClusterJson.Pod("shop", "web-3", "10.1.0.9", """{"app":"web","tier":"front"}"""));
        await BecomesAsync(watch, "10.1.0.1,10.1.0.9:80");
        _server.Put("deployments", ClusterJson.Workload("shop", "web", """{"matchLabels":{"tier":"canary"}}"""));
        await BecomesAsync(watch, "10.1.0.2:80");
        _server.Delete("pods", "shop", "web-2");
        await BecomesAsync(watch, "");
        Assert.Contains("k8s://shop/deployment/web:80: no pod, so nothing is captured until there is one", string.Join('\n', _log.Lines));
        Assert.Equal(2, Lists());
    }

    /// <summary>A pod's heartbeat is no change.</summary>
    [Fact]
    public async Task Tells_only_of_changes_that_matter()
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/pod/db-0:80");
        await FollowedAsync(1);
        int before = _changes;
        _server.Put("pods", ClusterJson.Pod("shop", "db-0", "10.1.0.3", """{"app":"db"}""", """[{"containerPort":5432}]""").Replace("2026-01-05T09:12:44Z", "2027-01-01T00:00:00Z"));
        _server.Put("pods", ClusterJson.Pod("shop", "db-0", "10.1.0.33", """{"app":"db"}"""));
        await BecomesAsync(watch, "10.1.0.33:80", "k8s://shop/pod/db-0:80");
        Assert.Equal(before + 1, _changes);
    }

    [Fact]
    public async Task Goes_on_where_a_connection_broke_off()
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/labelSelector/app=web:80");
        await FollowedAsync(1);
        _server.Break();
        _server.Put("pods", ClusterJson.Pod("shop", "web-4", "10.1.0.4", """{"app":"web"}"""));
        await BecomesAsync(watch, "10.1.0.1,10.1.0.2,10.1.0.4:80", "k8s://shop/labelSelector/app=web:80");
        Assert.Equal(1, Lists());
    }

    [Fact]
    public async Task A_bookmark_is_where_it_goes_on()
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/pod/db-0:80");
        await FollowedAsync(1);
        _server.Bookmark("pods");
        int version = _server.Version;
        _server.Put("pods", ClusterJson.Pod("shop", "db-0", "10.1.0.33"));
        await BecomesAsync(watch, "10.1.0.33:80", "k8s://shop/pod/db-0:80");
        _server.Bookmark("pods");
        Assert.Equal(version + 2, _server.Version);
        await Eventually.TrueAsync(() =>
        {
            // As long as the bookmark is under way, the break comes too early for it.
            _server.Break();
            return _server.Requests.Any(request => request.Contains($"resourceVersion={version + 2}", StringComparison.Ordinal));
        });
        Assert.Equal(1, Lists());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lists_anew_what_the_server_has_forgotten(bool saysByStatus)
    {
        _server.SaysGoneByStatus = saysByStatus;
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/labelSelector/app=web:80");
        await FollowedAsync(1);
        _server.Status = 503;
        _server.Break();
        await Eventually.TrueAsync(() => string.Join('\n', _log.Lines).Contains("503", StringComparison.Ordinal));
        Assert.Equal("10.1.0.1,10.1.0.2:80", Terms(watch, "k8s://shop/labelSelector/app=web:80"));
        _server.Delete("pods", "shop", "web-1");
        _server.Put("pods", ClusterJson.Pod("shop", "web-5", "10.1.0.5", """{"app":"web"}"""));
        _server.Compact();
        _server.Status = 0;
        await BecomesAsync(watch, "10.1.0.2,10.1.0.5:80", "k8s://shop/labelSelector/app=web:80");
        Assert.Equal(2, _server.Requests.Count(request => !request.Contains("watch=true", StringComparison.Ordinal)));
        Assert.Contains("answers again", string.Join('\n', _log.Lines));
    }

    [Fact]
    public async Task Takes_the_token_that_is_good_now()
    {
        _server.Token = "first";
        Write("token", "first\n");
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/labelSelector/app=web:80");
        await FollowedAsync(1);
        _server.Token = "second";
        _server.Break();
        await Eventually.TrueAsync(() => string.Join('\n', _log.Lines).Contains("does not take the token", StringComparison.Ordinal));
        Write("token", "second\n");
        _server.Put("pods", ClusterJson.Pod("shop", "web-6", "10.1.0.6", """{"app":"web"}"""));
        await BecomesAsync(watch, "10.1.0.1,10.1.0.2,10.1.0.6:80", "k8s://shop/labelSelector/app=web:80");
        Assert.Equal(1, Lists());
        Assert.DoesNotContain(_log.Lines, line => line.Contains("second", StringComparison.Ordinal) || line.Contains("first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_is_told_is_the_only_one()
    {
        _server.Put("pods", ClusterJson.Pod("shop", "web-9", "10.1.0.99", """{"app":"web"}""").Replace("node-a", "node-b"));
        string[] inputs = ["k8s://shop/service/web:80", "k8s://pod/web-9:80", "k8s://labelSelector/app=web:80", "k8s://fieldSelector/metadata.name=web-9:80"];
        var options = new CaptureOptions { ClusterApi = _server.Url, ClusterAccount = _account.Path, Inputs = [.. inputs.Select(Input)] };
        await using ClusterWatch watch = ClusterWatch.Open(options, name => name == "NODE_NAME" ? "node-b" : null, _log.Log);
        Assert.All(inputs, input => Assert.Equal("10.1.0.99:80", Terms(watch, input)));
    }

    [Fact]
    public async Task Lists_in_pages()
    {
        for (int i = 0; i < 1200; i++)
        {
            _server.Put("pods", ClusterJson.Pod("many", $"p-{i}", $"10.9.{i / 250}.{i % 250}", """{"app":"many"}"""));
        }

        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://many/labelSelector/app=many:80");
        Assert.Equal(1200, watch.TermsOf(Input("k8s://many/labelSelector/app=many:80"))[0].Hosts.Count);
        Assert.Equal(3, Lists());
    }

    [Fact]
    public async Task Inputs_that_need_the_same_share_a_watch()
    {
        await using ClusterWatch watch = Open(new CaptureOptions(), "k8s://shop/deployment/web:80", "k8s://shop/statefulset/db", "k8s://shop/deployment/web:81");
        await FollowedAsync(3);
        Assert.Equal(3, Lists());
    }

    [Theory]
    [InlineData(403, "the service account may not read /api/v1/namespaces/shop/pods (403): it needs a role that may list and watch it (docs/kubernetes.md has one).")]
    [InlineData(401, "does not take the token of")]
    public void A_refusal_at_the_start_says_what_to_do(int status, string expected)
    {
        _server.Status = status;
        var problem = Assert.Throws<ClusterException>(() => Open(new CaptureOptions(), "k8s://shop/pod/web-1"));
        Assert.StartsWith("k8s://: ", problem.Message);
        Assert.Contains(expected, problem.Message);
    }

    [Fact]
    public void Outside_of_a_cluster_the_API_must_be_named()
    {
        var problem = Assert.Throws<ClusterException>(() => ClusterAccess.Of("", "", _ => null));
        Assert.Contains("--input-raw-k8s-api: kubectl proxy serves it on http://127.0.0.1:8001", problem.Message);
        Assert.Equal("https://10.96.0.1:6443/", Access(("KUBERNETES_SERVICE_HOST", "10.96.0.1"), ("KUBERNETES_SERVICE_PORT", "6443")).Server.ToString());
        Assert.Equal("https://[fd00::1]/", Access(("KUBERNETES_SERVICE_HOST", "fd00::1")).Server.ToString());
        Assert.Equal(ClusterAccess.AccountFolder, Access(("KUBERNETES_SERVICE_HOST", "h")).Folder);
    }

    [Fact]
    public async Task Trusts_the_authority_of_the_account_only()
    {
        using X509Certificate2 certificate = SelfSigned("localhost");
        await using ApiServer server = await ApiServer.StartAsync(certificate);
        server.Put("pods", ClusterJson.Pod("shop", "web-1", "10.1.0.1"));
        var options = new CaptureOptions { ClusterApi = $"https://localhost:{new Uri(server.Url).Port}", ClusterAccount = _account.Path, Inputs = [Input("k8s://pod/web-1:80")] };
        Write("ca.crt", certificate.ExportCertificatePem());
        await using (ClusterWatch watch = ClusterWatch.Open(options, _ => null, _log.Log))
        {
            Assert.Equal("10.1.0.1:80", Terms(watch, "k8s://pod/web-1:80"));
        }

        using X509Certificate2 other = SelfSigned("localhost");
        Write("ca.crt", other.ExportCertificatePem());
        using var api = new ClusterApi(ClusterAccess.Of(options.ClusterApi, _account.Path, _ => null));
        var problem = await Assert.ThrowsAsync<ClusterException>(() => api.GetAsync("/api/v1/pods", CancellationToken.None));
        Assert.Contains("cannot be reached", problem.Message);
    }

    /// <summary>Recorded answers: see the README beside them.</summary>
    [Fact]
    public async Task Reads_a_list_and_a_watch_as_real_servers_sent_them()
    {
        const string Pods = "/api/v1/namespaces/default/pods";
        _server.Play(Pods, Recorded("pods.json"));
        _server.Play($"{Pods}?watch", Recorded("watch.ndjson"));
        string[] inputs = ["k8s://default/pod/nginx-1493591563-xb2v4:80", "k8s://default/pod/nginx-1493591563-xb2v4"];
        await using ClusterWatch watch = Open(new CaptureOptions(), inputs[0], inputs[1]);
        await Eventually.TrueAsync(() => _server.Requests.Any(request => request.Contains("watch=true") && request.Contains("resourceVersion=1398")));

        // The watch went on from the list, and the next one from the last thing that it told.
        Assert.Equal(["1762810", "1398"], _server.Requests.Where(request => request.Contains("watch=true", StringComparison.Ordinal))
            .Select(request => System.Web.HttpUtility.ParseQueryString(request)["resourceVersion"]));
        Assert.Equal(("172.17.0.5:80", "172.17.0.5:"), (Terms(watch, inputs[0]), Terms(watch, inputs[1])));
        Assert.Equal(1, Lists());
        Assert.DoesNotContain(_log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("k8s://default/pod/nginx", "172.17.0.6:80")]
    [InlineData("k8s://default/pod/sleep:8080", "10.244.0.8:8080")]
    [InlineData("k8s://default/pod/sleep", "10.244.0.8:")]
    [InlineData("k8s://default/service/dictionary1:80", "10.1.0.7:80")]
    [InlineData("k8s://icx/deployment/icx-db", "10.1.0.8:5432,15001")]
    public async Task Reads_objects_of_real_clusters(string input, string expected)
    {
        _server.Put("pods", Recorded("pod-init.json"));
        _server.Put("pods", Recorded("pod-sidecar.json"));
        _server.Put("services", Recorded("service.json"));
        _server.Put("deployments", Recorded("deployment.json"));
        _server.Put("pods", ClusterJson.Pod("default", "dictionary", "10.1.0.7", """{"app":"dictionary1"}"""));
        _server.Put("pods", ClusterJson.Pod("icx", "icx-db-7d4b578979-x", "10.1.0.8", """{"app":"icx-db","pod-template-hash":"7d4b578979"}""", """[{"containerPort":5432}]"""));
        await using ClusterWatch watch = Open(new CaptureOptions(), input);
        Assert.Equal(expected, Terms(watch, input));
    }

    private static string Recorded(string name) => File.ReadAllText(SourceTree.PathOf($"tests/Gor.Tests/Cluster/Recorded/{name}"));

    private static ClusterAccess Access(params (string Name, string Value)[] variables) =>
        ClusterAccess.Of("", "", name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static InputAddress Input(string text) => InputAddress.TryParse(text, out InputAddress? input, out string? error) ? input : throw new ArgumentException(error);

    private static CaptureOptions Flags(params string[] words)
    {
        ParsedFlags<Options> flags = FlagParser.Parse(RunFlags.All, words, new Options());
        Assert.Empty(flags.Errors);
        return flags.Target.Capture;
    }

    /// <summary><c>HOST,…:PORT,…</c> of each term.</summary>
    private static string Terms(ClusterWatch watch, string input) =>
        string.Join(' ', watch.TermsOf(Input(input)).Select(term => $"{string.Join(',', term.Hosts)}:{string.Join(',', term.Ports)}"));

    private ClusterWatch Open(CaptureOptions options, params string[] inputs)
    {
        ClusterWatch watch = ClusterWatch.Open(
            options with { ClusterApi = _server.Url, ClusterAccount = _account.Path, Inputs = [.. inputs.Select(Input)] }, _ => null, _log.Log);
        watch.OnChange(() => Interlocked.Increment(ref _changes));
        inputs.ToList().ForEach(input => watch.TermsOf(Input(input)));
        return watch;
    }

    private int Lists() => _server.Requests.Count(request => !request.Contains("watch=true", StringComparison.Ordinal));

    private Task FollowedAsync(int watches) => Eventually.TrueAsync(() => _server.Watches == watches);

    private static Task BecomesAsync(ClusterWatch watch, string expected, string input = "k8s://shop/deployment/web:80") =>
        Eventually.TrueAsync(() => Terms(watch, input) == expected);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_account.Path, name), text);
}

using Gor.Cli;
using Gor.Masking;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>The manifests ask for as little as they can, and for what gor has.</summary>
public sealed class KubernetesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, string> Workloads => new()
    {
        { "daemonset", "daemonset.yaml", "containers", "NET_RAW" },
        { "sidecar", "container.yaml", "initContainers", "NET_RAW" },
        { "mirror", "deployment.yaml", "containers", "" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_container_has_no_right_too_many(string folder, string file, string list, string capability)
    {
        Yaml security = Container(folder, file, list)["securityContext"];
        Assert.Equal(["ALL"], security["capabilities"]["drop"].Texts);
        Assert.Equal(capability.Length > 0 ? [capability] : [], security["capabilities"]["add"].Texts);
        Assert.Equal("true", security["readOnlyRootFilesystem"].Text);
        Assert.Equal("false", security["allowPrivilegeEscalation"].Text);
        Assert.Equal("RuntimeDefault", security["seccompProfile"]["type"].Text);
        Assert.Equal("", security["privileged"].Text);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Its_probes_ask_for_what_gor_serves(string folder, string file, string list, string capability)
    {
        _ = capability;
        Yaml container = Container(folder, file, list);
        string server = File.ReadAllText(SourceTree.PathOf("src/Metrics/StatusServer.cs"));
        Yaml[] probes = [.. container.Members.Where(member => member.Key.EndsWith("Probe", StringComparison.Ordinal)).Select(member => member.Value["httpGet"])];
        Assert.InRange(probes.Length, 2, 3);
        Assert.All(probes, probe => Assert.Contains($"case \"{probe["path"].Text}\":", server));
        Dictionary<string, string> ports = container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Text);
        Assert.All(probes, probe => Assert.Equal("8181", ports.GetValueOrDefault(probe["port"].Text, probe["port"].Text)));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Its_memory_is_bounded_above_what_gor_takes(string folder, string file, string list, string capability)
    {
        _ = capability;
        Yaml resources = Container(folder, file, list)["resources"];
        Assert.Equal("512Mi", resources["limits"]["memory"].Text);
        Assert.InRange(new Options().MemoryLimit, 1, 512 << 20);
        Assert.NotEqual("", resources["requests"]["cpu"].Text);
    }

    /// <summary>With the variables of its ConfigMap.</summary>
    [Theory]
    [MemberData(nameof(Workloads))]
    public void Its_command_line_is_one_that_gor_takes(string folder, string file, string list, string capability)
    {
        _ = capability;
        Dictionary<string, string> variables = EnvironmentFile.Read($"deploy/kubernetes/{folder}/gor.env");
        var run = Assert.IsType<RunCommand>(CommandLine.Parse([.. Container(folder, file, list)["args"].Texts], variables));
        Assert.Equal(8181, run.Options.StatusListen?.Port);
        Assert.Equal("/var/lib/gor", run.Options.Output.Spool.Folder);
        Assert.DoesNotContain(run.Notes, note => note.Contains("no effect") || note.Contains("no such variable"));
        Assert.Empty(PlainHttp.Check(run.Options.Output, RuleParser.Parse(run.Options.Masking)));
    }

    [Fact]
    public void The_mirror_listens_where_the_service_sends()
    {
        Yaml service = Assert.Single(Yaml.ReadAll(SourceTree.PathOf("deploy/kubernetes/mirror/service.yaml")));
        Yaml port = Assert.Single(service["spec"]["ports"].Items);
        Assert.Equal(("UDP", "4789"), (port["protocol"].Text, port["port"].Text));
        Yaml container = Container("mirror", "deployment.yaml", "containers");
        Assert.Contains(container["ports"].Items, open => open["name"].Text == port["targetPort"].Text && open["containerPort"].Text == "4789");
        Assert.Contains("SNIFFER_ENGINE=mirror", File.ReadAllText(SourceTree.PathOf("deploy/kubernetes/mirror/gor.env")));
    }

    [Theory]
    [InlineData("daemonset")]
    [InlineData("discovery")]
    [InlineData("mirror")]
    public async Task Kustomize_builds_it(string name)
    {
        ProgramRun run = await ProgramRun.OfAsync("kubectl", "kustomize", SourceTree.PathOf($"deploy/kubernetes/{name}"));
        Assert.True(run.ExitCode == 0, run.Said);
        Assert.Contains(Yaml.ParseAll(run.Said), document => document["kind"].Text is "DaemonSet" or "Deployment");
        Assert.All(Yaml.ParseAll(run.Said).Where(document => document["kind"].Text == "ServiceAccount"), account => Assert.Equal("false", account["automountServiceAccountToken"].Text));
    }

    /// <summary>Where pods are, and nothing that changes anything.</summary>
    [Fact]
    public async Task Discovery_may_list_and_watch_what_is_asked_for()
    {
        IReadOnlyList<Yaml> documents = Yaml.ReadAll(SourceTree.PathOf("deploy/kubernetes/discovery/role.yaml"));
        Yaml[] rules = [.. documents[0]["rules"].Items];
        Assert.All(rules, rule => Assert.Equal(["list", "watch"], rule["verbs"].Texts));
        Assert.Equal(["daemonsets", "deployments", "pods", "services", "statefulsets"], rules.SelectMany(rule => rule["resources"].Texts).Order());
        Assert.Equal(documents[0]["metadata"]["name"].Text, documents[1]["roleRef"]["name"].Text);
        Assert.IsType<RunCommand>(CommandLine.Parse(["sidecar"], EnvironmentFile.Read("deploy/kubernetes/discovery/gor.env")));
        ProgramRun run = await ProgramRun.OfAsync("kubectl", "kustomize", SourceTree.PathOf("deploy/kubernetes/discovery"));
        Yaml pod = Yaml.ParseAll(run.Said).Single(document => document["kind"].Text == "DaemonSet")["spec"]["template"]["spec"];
        Assert.Equal("true", pod["automountServiceAccountToken"].Text);
        Assert.Contains(Assert.Single(pod["containers"].Items)["env"].Items, variable => variable["name"].Text == "NODE_NAME");
    }

    [Fact]
    public async Task Kustomize_puts_the_sidecar_beside_an_application()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "kustomization.yaml"), "resources: [app.yaml]\ncomponents: [sidecar]\n");
        File.WriteAllText(
            Path.Combine(_folder.Path, "app.yaml"),
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop}, spec: {selector: {matchLabels: {app: shop}}, "
            + "template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: shop}]}}}}\n");
        string sidecar = Directory.CreateDirectory(Path.Combine(_folder.Path, "sidecar")).FullName;
        foreach (string file in Directory.GetFiles(SourceTree.PathOf("deploy/kubernetes/sidecar")))
        {
            File.Copy(file, Path.Combine(sidecar, Path.GetFileName(file)));
        }

        ProgramRun run = await ProgramRun.OfAsync("kubectl", "kustomize", _folder.Path);
        Assert.True(run.ExitCode == 0, run.Said);
        Yaml pod = Yaml.ParseAll(run.Said).Single(document => document["kind"].Text == "Deployment")["spec"]["template"]["spec"];
        Assert.Equal("shop", Assert.Single(pod["containers"].Items)["name"].Text);
        Assert.Equal("gor", Assert.Single(pod["initContainers"].Items)["name"].Text);
    }

    private static Yaml Container(string folder, string file, string list) =>
        Assert.Single(Assert.Single(Yaml.ReadAll(SourceTree.PathOf($"deploy/kubernetes/{folder}/{file}")))["spec"]["template"]["spec"][list].Items);
}

using System.Net;
using CsCheck;
using Gor.Cli;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

public sealed class SidecarLineTests
{
    private const string Outputs = " --output-resurface '' --output-resurface-rules ''";

    [Theory]
    [InlineData("", "--input-raw : --input-raw-track-response")]
    [InlineData("APP_PORT=8080", "--input-raw :8080 --input-raw-track-response --input-raw-bpf-filter '(dst port (8080)) or (src port (8080))'")]
    [InlineData("APP_PORTS=80,81", "--input-raw :80,81 --input-raw-track-response --input-raw-bpf-filter '(dst port (80 or 81)) or (src port (80 or 81))'")]
    [InlineData("APP_PORTS=80 APP_PORT=81", "--input-raw :80 --input-raw-track-response --input-raw-bpf-filter '(dst port (80)) or (src port (80))'")]
    [InlineData("APP_PORT=80 SNIFFER_NOFILTER=true", "--input-raw :80 --input-raw-track-response")]
    [InlineData("NET_DEVICE=eth0", "--input-raw eth0: --input-raw-track-response")]
    [InlineData("NET_DEVICE=\"\" VPC_MIRROR_DEVICE=vx0", "--input-raw vx0: --input-raw-track-response")]
    [InlineData("SNIFFER_PCAP_BUFFER_SIZE=4194304", "--input-raw : --input-raw-buffer-size 4194304 --input-raw-track-response")]
    [InlineData("SNIFFER_PCAP_BUFFER_SIZE=0", "--input-raw : --input-raw-track-response")]
    [InlineData("SNIFFER_PROMISC_ENABLED=true", "--input-raw : --input-raw-promisc --input-raw-track-response")]
    [InlineData("SNIFFER_PROMISC_ENABLED=false SNIFFER_RF_MONITOR_ENABLED=0", "--input-raw : --input-raw-track-response")]
    [InlineData("SNIFFER_RF_MONITOR_ENABLED=true", "--input-raw : --input-raw-monitor --input-raw-track-response")]
    [InlineData("SNIFFER_REALIP_HEADER=X-Real-IP", "--input-raw : --input-raw-realip-header X-Real-IP --input-raw-track-response")]
    [InlineData("SNIFFER_ENGINE=mirror APP_PORT=80", "--input-raw :80 --input-raw-engine vxlan --input-raw-vxlan-port 4789")]
    [InlineData("SNIFFER_ENGINE=mirror SNIFFER_MIRROR_VXLANPORT=8472 SNIFFER_MIRROR_VNIS=1,-7",
        "--input-raw : --input-raw-engine vxlan --input-raw-vxlan-port 8472 --input-raw-vxlan-vni 1 --input-raw-vxlan-vni -7")]
    [InlineData("SNIFFER_ENGINE=k8s APP_PORT=80 K8S_INPUT=--input-raw_:81__--input-raw-promisc", "--input-raw :81 --input-raw-promisc --input-raw-track-response")]
    public void Variables_say_what_to_capture(string variables, string line) => Assert.Equal($"gor {line}{Outputs}", Run(variables).Line);

    [Theory]
    [InlineData("USAGE_LOGGERS_URL=https://r/message", "--output-resurface https://r/message --output-resurface-rules ''")]
    [InlineData("USAGE_LOGGERS_RULES=include_debug", "--output-resurface '' --output-resurface-rules 'include debug'")]
    [InlineData("USAGE_LOGGERS_RULES=include_debug\\nskip_compression\\n", @"--output-resurface '' --output-resurface-rules $'include debug\nskip compression\n'")]
    [InlineData("USAGE_LOGGERS_RULES=file:///etc/gor/new", "--output-resurface '' --output-resurface-rules file:///etc/gor/new")]
    [InlineData("USAGE_LOGGERS_DISABLE=true", "--output-resurface '' --output-null --output-resurface-rules ''")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true", "--output-resurface http://localhost:4001/message --output-resurface-rules ''")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_VERBOSITY=1",
        "--output-resurface http://localhost:4001/message --verbose 1 --http-pprof :8181 --output-resurface-rules ''")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_VERBOSITY=2 SNIFFER_DEBUG_EXPORT=none",
        "--output-resurface http://localhost:4001/message --verbose 2 --http-pprof :8181 --output-stdout --output-resurface-rules ''")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_EXPORT=local",
        "--output-resurface http://localhost:4001/message --output-file ./%Y-%m-%d.gz --output-resurface-rules ''")]
    [InlineData("SNIFFER_DEBUG_VERBOSITY=2 SNIFFER_DEBUG_EXPORT=local", "--output-resurface '' --output-resurface-rules ''")]
    public void Variables_say_where_calls_go(string variables, string line) =>
        Assert.Equal($"gor --input-raw : --input-raw-track-response {line}", Run(variables).Line);

    [Theory]
    [InlineData("APP_PORT=99999", "APP_PORT: --input-raw \":99999\": there is no port 99999")]
    [InlineData("APP_PORTS=80,http", "APP_PORTS: --input-raw \":80,http\": the part behind the colon is no port")]
    [InlineData("NET_DEVICE=http://x", "NET_DEVICE: --input-raw \"http://x:\": a URL is not something to capture")]
    [InlineData("VPC_MIRROR_DEVICE=fe80::1", "VPC_MIRROR_DEVICE: --input-raw \"fe80::1:\": an IPv6 address needs brackets")]
    [InlineData("SNIFFER_PCAP_BUFFER_SIZE=much", "SNIFFER_PCAP_BUFFER_SIZE: --input-raw-buffer-size \"much\"")]
    [InlineData("SNIFFER_PCAP_BUFFER_SIZE=-1", "SNIFFER_PCAP_BUFFER_SIZE: --input-raw-buffer-size \"-1\"")]
    [InlineData("SNIFFER_PROMISC_ENABLED=yes", "SNIFFER_PROMISC_ENABLED \"yes\": expected true or false")]
    [InlineData("SNIFFER_RF_MONITOR_ENABLED=1", "SNIFFER_RF_MONITOR_ENABLED \"1\": expected true or false")]
    [InlineData("APP_PORT=80 SNIFFER_NOFILTER=TRUE", "SNIFFER_NOFILTER \"TRUE\": expected true or false")]
    [InlineData("SNIFFER_REALIP_HEADER=Real_IP:", "SNIFFER_REALIP_HEADER: --input-raw-realip-header \"Real IP:\": expected the name of a header field")]
    [InlineData("SNIFFER_ENGINE=mirror SNIFFER_MIRROR_VXLANPORT=0", "SNIFFER_MIRROR_VXLANPORT: --input-raw-vxlan-port \"0\": expected 1 to 65535")]
    [InlineData("SNIFFER_ENGINE=mirror SNIFFER_MIRROR_VNIS=1,x", "SNIFFER_MIRROR_VNIS: --input-raw-vxlan-vni \"x\": expected numbers of virtual networks")]
    [InlineData("SNIFFER_ENGINE=k8s", "K8S_INPUT is empty")]
    [InlineData("SNIFFER_ENGINE=k8s K8S_INPUT=--input-rae_:80", "K8S_INPUT: Unknown flag \"--input-rae\": did you mean --input-raw?")]
    [InlineData("USAGE_LOGGERS_URL=resurface:7701/message", "USAGE_LOGGERS_URL: --output-resurface \"resurface:7701/message\": the scheme is missing")]
    [InlineData("USAGE_LOGGERS_DISABLE=maybe", "USAGE_LOGGERS_DISABLE \"maybe\": expected true or false")]
    [InlineData("USAGE_LOGGERS_BODY_LIMIT=all", "USAGE_LOGGERS_BODY_LIMIT \"all\": expected a whole number")]
    [InlineData("SNIFFER_DEBUG_ENABLED=on", "SNIFFER_DEBUG_ENABLED \"on\": expected true or false")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_VERBOSITY=high", "SNIFFER_DEBUG_VERBOSITY: --verbose \"high\"")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_EXPORT=ftp", "SNIFFER_DEBUG_EXPORT \"ftp\": expected none, local, s3 or http")]
    [InlineData("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_EXPORT=s3 SNIFFER_DEBUG_DEAL_ID=7", "SNIFFER_DEBUG_EXPORT: --output-file \"s3://sniffer-debug-logs/7/%Y-%m-%d.gz\": refused")]
    public void A_wrong_value_is_an_error_that_names_the_variable_and_the_remedy(string variables, string error)
    {
        string only = Assert.Single(Assert.IsType<UsageError>(Parse(variables)).Errors);
        Assert.StartsWith(error, only);
        Assert.Matches("orrect or unset the variable|give it flags", only);
    }

    [Fact]
    public void All_errors_come_together() =>
        Assert.Equal(3, Assert.IsType<UsageError>(Parse("APP_PORT=x SNIFFER_PROMISC_ENABLED=si USAGE_LOGGERS_URL=ftp://x")).Errors.Count);

    [Theory]
    [InlineData("APP_PORTS=80 APP_PORT=81", "APP_PORT: no effect as APP_PORTS is set.")]
    [InlineData("NET_DEVICE=a VPC_MIRROR_DEVICE=b", "VPC_MIRROR_DEVICE: no effect as NET_DEVICE is set.")]
    [InlineData("SNIFFER_MIRROR_VNIS=1", "SNIFFER_MIRROR_VNIS: no effect without SNIFFER_ENGINE=mirror.")]
    [InlineData("SNIFFER_ENGINE=ebpf", "SNIFFER_ENGINE \"ebpf\": neither mirror nor k8s, so devices are captured as without it.")]
    [InlineData("SNIFFER_ENGINE=k8s K8S_INPUT=--input-raw_:1 APP_PORT=80", "APP_PORT: no effect with SNIFFER_ENGINE=k8s.")]
    [InlineData("SNIFFER_DEBUG_EXPORT=local", "SNIFFER_DEBUG_EXPORT: no effect without SNIFFER_DEBUG_ENABLED=true.")]
    [InlineData("USAGE_LOGGER_RULES=include_debug", "USAGE_LOGGER_RULES: no such variable, so it has no effect; did you mean USAGE_LOGGERS_RULES?")]
    [InlineData("USAGE_LOGGERS_DISABLE=true", "USAGE_LOGGERS_DISABLE is set: calls are counted, and sent nowhere.")]
    public void What_has_no_effect_is_told(string variables, string note) => Assert.Contains(note, Run(variables).Notes);

    [Fact]
    public void Names_that_Kubernetes_makes_of_a_service_are_none_of_ours() =>
        Assert.DoesNotContain(
            Run("SNIFFER_SERVICE_HOST=10.0.0.1 SNIFFER_PORT_8181_TCP_PROTO=tcp").Notes,
            note => note.Contains("SERVICE_HOST") || note.Contains("_TCP_"));

    [Fact]
    public void Secrets_of_a_URL_are_not_printed()
    {
        RunCommand run = Run("USAGE_LOGGERS_URL=https://ada:hunter2@r:1/message?key=sesame");
        Assert.Contains("--output-resurface 'https://***@r:1/message?***'", run.Line);
        Assert.Equal(["https://ada:hunter2@r:1/message?key=sesame"], run.Options.Output.Resurface);
        Assert.DoesNotContain("hunter2", Assert.Single(Assert.IsType<UsageError>(Parse("USAGE_LOGGERS_URL=ftp://ada:hunter2@r")).Errors));
    }

    [Fact]
    public void Options_are_those_of_the_flags()
    {
        Options options = Run("NET_DEVICE='eth1' APP_PORT=80 USAGE_LOGGERS_URL=https://r/m USAGE_LOGGERS_RULES=include_debug").Options;
        Assert.Equal("eth1", Assert.Single(options.Capture.Inputs).Target);
        Assert.Equal("(dst port (80)) or (src port (80))", options.Capture.BpfFilter);
        Assert.Equal(("USAGE_LOGGERS_URL", "USAGE_LOGGERS_RULES", "include debug"), (options.Output.Source, options.Masking.Source, options.Masking.Rules));
    }

    [Fact]
    public void Flags_behind_it_win()
    {
        RunCommand run = Run("SNIFFER_DEBUG_ENABLED=true SNIFFER_DEBUG_VERBOSITY=1", "--http", "0.0.0.0:9000", "--workers", "2");
        Assert.Equal(IPEndPoint.Parse("0.0.0.0:9000"), run.Options.StatusListen);
        Assert.Equal(2, run.Options.Workers);
        Assert.DoesNotContain("workers", run.Line);
    }

    [Fact]
    public void Help_names_every_variable()
    {
        string help = Assert.IsType<HelpCommand>(Parse("", "--help")).Text;
        Assert.All(SidecarNames.InputNames, name => Assert.Contains(name, help));
        Assert.All(help.Split(Environment.NewLine), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Any_values_give_a_command_or_errors() => Gen.Select(Gen.OneOfConst([.. SidecarNames.InputNames, "USAGE_LOGGERS_URL", "USAGE_LOGGERS_RULES"]), Gen.String)
        .Array[0, 6].Sample(
            values => Assert.NotNull(SidecarLine.Parse([], values.DistinctBy(value => value.Item1).ToDictionary(value => value.Item1, value => value.Item2))),
            iter: 300);

    /// <summary>A container as it is started: nothing but variables.</summary>
    [Fact]
    public async Task Runs_and_prints_what_it_made_of_the_variables()
    {
        string capture = SourceTree.PathOf("tests/Gor.Tests/Golden/Captures/post.pcap");
        await using var sink = await Output.HttpSink.StartAsync();
        await using GorProcess gor = GorProcess.Start(
            null,
            ["env", $"NET_DEVICE={capture}", "APP_PORT=8080", $"USAGE_LOGGERS_URL={sink.Url}", "USAGE_LOGGERS_RULES=include debug\\nskip_compression"],
            ["sidecar", "--output-resurface-spool", "off"]);
        Assert.Equal(0, await gor.ExitAsync());
        Assert.Contains($"the variables are: gor --input-raw {capture}:8080 --input-raw-track-response", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.NotEmpty(sink.Records);
    }

    /// <param name="variables"><c>NAME=VALUE</c> between blanks; <c>_</c> in a value is a blank.</param>
    private static RunCommand Run(string variables, params string[] arguments) => Assert.IsType<RunCommand>(Parse(variables, arguments));

    private static Command Parse(string variables, params string[] arguments) => SidecarLine.Parse(
        arguments,
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Replace('_', ' ')));
}

using System.Text;
using Gor.Cli;
using Gor.Filtering;

namespace Gor.Tests.Cli;

/// <summary>A row a flag: what it does, and what it refuses. A flag without a row fails.</summary>
public sealed class RunFlagsTests
{
    /// <summary>The words of a flag, and what of the options they set, as text.</summary>
    private static readonly Dictionary<string, (string[] Words, string Expected, Func<Options, object> Read)> Effects = new()
    {
        ["input-raw"] = (["--input-raw", ":80,8080", "--input-raw", "eth0:81"], ":80,8080 eth0:81",
            options => Join(options.Capture.Inputs.Select(input => input.Text))),
        ["input-raw-track-response"] = (["--input-track-response"], "0", options => options.Verbose),
        ["input-raw-bpf-filter"] = (["--input-raw-bpf-filter", "(dst port 80) or (src port 80)"], "(dst port 80) or (src port 80)",
            options => options.Capture.BpfFilter),
        ["input-raw-ignore-interface"] = (["--input-raw-ignore-interface", "lo", "--input-raw-ignore-interface=", "--input-raw-ignore-interface=cbr*"],
            "lo cbr*", options => Join(options.Capture.IgnoredInterfaces)),
        ["input-raw-realip-header"] = (["--input-raw-realip-header", "X-Real-IP"], "X-Real-IP", options => options.Masking.RealIpHeader),
        ["input-raw-k8s-nomatch-nocap"] = (["--input-raw-k8s-nomatch-nocap=false"], "False", options => options.Capture.ClusterNoMatchNoCapture),
        ["input-raw-k8s-skip-ns"] = (["--input-raw-k8s-skip-ns", "kube-*", "--input-raw-k8s-skip-ns", "x"], "kube-* x",
            options => Join(options.Capture.ClusterSkippedNamespaces)),
        ["input-raw-k8s-skip-svc"] = (["--input-raw-k8s-skip-svc", "db"], "db", options => Join(options.Capture.ClusterSkippedServices)),
        ["input-raw-k8s-api"] = (["--input-raw-k8s-api", "http://127.0.0.1:8001"], "http://127.0.0.1:8001", options => options.Capture.ClusterApi),
        ["input-raw-k8s-account"] = (["--input-raw-k8s-account", "/run/account"], "/run/account", options => options.Capture.ClusterAccount),
        ["input-raw-protocol"] = (["--input-raw-protocol", "http"], "0", options => options.Verbose),
        ["input-raw-engine"] = (["--input-raw-engine", "vxlan", "--input-raw-engine", "pcap_file"], "pcap_file", options => options.Capture.Engine),
        ["input-raw-promisc"] = (["--input-raw-promisc"], "True", options => options.Capture.Promiscuous),
        ["input-raw-monitor"] = (["--input-raw-monitor"], "True", options => options.Capture.Monitor),
        ["input-raw-buffer-size"] = (["--input-raw-buffer-size", "64m"], "67108864", options => options.Capture.BufferSize),
        ["input-raw-buffer-timeout"] = (["--input-raw-buffer-timeout", "1s"], "00:00:01", options => options.Capture.BufferTimeout),
        ["input-raw-snaplen"] = (["--input-raw-snaplen", "64k"], "65536", options => options.Capture.SnapLength),
        ["input-raw-override-snaplen"] = (["--input-raw-override-snaplen"], "262144", options => options.Capture.SnapLength),
        ["input-raw-timestamp-type"] = (["--input-raw-timestamp-type", "adapter"], "adapter", options => options.Capture.TimestampType),
        ["input-raw-vlan"] = (["--input-raw-vlan"], "", options => Join(options.Capture.VlanIds)),
        ["input-raw-vlan-vid"] = (["--input-raw-vlan-vid", "2", "--input-raw-vlan-vid", "0x10"], "2 16", options => Join(options.Capture.VlanIds)),
        ["input-raw-vxlan-port"] = (["--input-raw-vxlan-port", "4790"], "4790", options => options.Capture.VxlanPort!),
        ["input-raw-vxlan-vni"] = (["--input-raw-vxlan-vni", "1, 2", "--input-raw-vxlan-vni", "-7", "--input-raw-vxlan-vni="], "1 2 -7",
            options => Join(options.Capture.Vnis)),
        ["input-raw-tunnels"] = (["--input-raw-tunnels"], "(True, True)", options => (options.Capture.Tunnels, options.Decode.Tunnels)),
        ["input-raw-follow"] = (["--input-raw-follow"], "True", options => options.Capture.Follows),
        ["strict"] = (["--strict"], "True", options => options.Capture.IsStrict),
        ["input-raw-stats"] = (["--input-raw-stats"], "0", options => options.Verbose),
        ["input-raw-expire"] = (["--input-raw-expire", "1m30s"], "00:01:30", options => options.Flows.HoleAge),
        ["input-raw-allow-incomplete"] = (["--input-raw-allow-incomplete"], "0", options => options.Verbose),
        ["input-raw-connection-idle"] = (["--input-raw-connection-idle", "5m"], "00:05:00", options => options.Flows.IdleAge),
        ["input-raw-exchange-idle"] = (["--input-raw-exchange-idle", "1h"], "01:00:00", options => options.Flows.OpenExchangeAge),
        ["input-raw-hold-per-flow"] = (["--input-raw-hold-per-flow", "1mb"], "1048576", options => options.Flows.HoldBytesPerFlow),
        ["input-raw-hold-ranges"] = (["--input-raw-hold-ranges", "64"], "64", options => options.Flows.HoldRangesPerFlow),
        ["input-raw-hold-total"] = (["--input-raw-hold-total", "8gb"], "8589934592", options => options.Flows.HoldBytesTotal),
        ["input-file"] = (["--input-file", "a.gor|50%", "--input-file=", "--input-file", "b*"], "a.gor|50% b*", options => Join(options.Playback.Paths)),
        ["input-file-loop"] = (["--input-file-loop"], "True", options => options.Playback.Loops),
        ["input-file-read-depth"] = (["--input-file-read-depth", "7"], "7", options => options.Playback.ReadDepth),
        ["input-file-dry-run"] = (["--input-file-dry-run"], "True", options => options.Playback.IsDryRun),
        ["input-file-max-wait"] = (["--input-file-max-wait", "1s"], "00:00:01", options => options.Playback.MaxWait),
        ["input-tcp"] = (["--input-tcp", ":28020", "--input-tcp", "127.0.0.1:1"], "[::]:28020 127.0.0.1:1", options => Join(options.Playback.Listens)),
        ["input-tcp-secure"] = (["--input-tcp-secure"], "True", options => options.Playback.IsSecure),
        ["input-tcp-certificate"] = (["--input-tcp-certificate", "a.pem"], "a.pem", options => options.Playback.CertificateFile),
        ["input-tcp-certificate-key"] = (["--input-tcp-certificate-key", "k.pem"], "k.pem", options => options.Playback.KeyFile),
        ["input-dummy"] = (["--input-dummy", "1", "--input-dummy="], "2", options => options.Playback.Dummies),
        ["output-stdout"] = (["--output-stdout"], "True", options => options.Replay.Stdout),
        ["prettify-http"] = (["--prettify-http"], "True", options => options.Tape.Prettify),
        ["copy-buffer-size"] = (["--copy-buffer-size", "1mb"], "1048576", options => options.Tape.CopyBufferSize),
        ["output-file"] = (["--output-file", "a.gor", "--output-file", "b.gz|10"], "a.gor b.gz|10", options => Join(options.Replay.Paths)),
        ["output-file-append"] = (["--output-file-append"], "True", options => options.Replay.FileSettings.Appends),
        ["output-file-flush-interval"] = (["--output-file-flush-interval", "2s"], "00:00:02", options => options.Replay.FileSettings.FlushInterval),
        ["output-file-size-limit"] = (["--output-file-size-limit", "1g"], "1073741824", options => options.Replay.FileSettings.SizeLimit),
        ["output-file-queue-limit"] = (["--output-file-queue-limit", "0"], "0", options => options.Replay.FileSettings.QueueLimit),
        ["output-file-max-size-limit"] = (["--output-file-max-size-limit", "2tb"], "2199023255552", options => options.Replay.FileSettings.TotalLimit),
        ["output-file-buffer"] = (["--output-file-buffer", "/tmp"], "0", options => options.Verbose),
        ["output-tcp"] = (["--output-tcp", "a:1|10%", "--output-tcp=", "--output-tcp", "[::1]:2"], "a:1|10% [::1]:2", options => Join(options.Replay.Tcp.Addresses)),
        ["output-tcp-secure"] = (["--output-tcp-secure"], "True", options => options.Replay.Tcp.IsSecure),
        ["output-tcp-skip-verify"] = (["--output-tcp-skip-verify"], "True", options => options.Replay.Tcp.SkipsVerify),
        ["output-tcp-workers"] = (["--output-tcp-workers", "3"], "3", options => options.Replay.Tcp.Workers),
        ["output-tcp-sticky"] = (["--output-tcp-sticky"], "10", options => options.Replay.Tcp.Workers),
        ["output-ws"] = (["--output-ws", "a:1/x", "--output-ws=", "--output-ws", "wss://u:p@b|5"], "ws://a:1/x wss://u:p@b|5",
            options => Join(options.Replay.WebSocket.Addresses)),
        ["output-ws-skip-verify"] = (["--output-ws-skip-verify"], "True", options => options.Replay.WebSocket.SkipsVerify),
        ["output-ws-workers"] = (["--output-ws-workers", "3"], "3", options => options.Replay.WebSocket.Workers),
        ["output-ws-sticky"] = (["--output-ws-sticky"], "10", options => options.Replay.WebSocket.Workers),
        ["output-tcp-stats"] = (["--output-tcp-stats"], "True", options => options.Replay.Tcp.HasStats),
        ["output-ws-stats"] = (["--output-ws-stats"], "True", options => options.Replay.WebSocket.HasStats),
        ["output-http"] = (["--output-http", "a:80", "--output-http=", "--output-http", "https://u:p@b/x?y|10%"], "http://a:80 https://u:p@b/x?y|10%",
            options => Join(options.Replay.Http.Addresses)),
        ["http-original-host"] = (["--http-original-host"], "True", options => options.Replay.Http.KeepsHost),
        ["output-http-skip-verify"] = (["--output-http-skip-verify"], "True", options => options.Replay.Http.SkipsVerify),
        ["output-http-redirects"] = (["--output-http-redirects", "3"], "3", options => options.Replay.Http.Redirects),
        ["output-http-track-response"] = (["--output-http-track-response"], "True", options => options.Replay.Http.TracksResponses),
        ["output-http-response-buffer"] = (["--output-http-response-buffer", "1mb"], "1048576", options => options.Replay.Http.ResponseLimit),
        ["output-http-workers"] = (["--output-http-workers", "7"], "7", options => options.Replay.Http.Workers),
        ["output-http-workers-min"] = (["--output-http-workers-min", "7"], "0", options => options.Replay.Http.Workers),
        ["output-http-queue-len"] = (["--output-http-queue-len", "7"], "7", options => options.Replay.Http.QueueLength),
        ["output-http-worker-timeout"] = (["--output-http-worker-timeout", "7s"], "00:00:07", options => options.Replay.Http.WorkerTimeout),
        ["output-http-timeout"] = (["--output-http-timeout", "70ms"], "00:00:00.0700000", options => options.Replay.Http.Timeout),
        ["output-http-stats"] = (["--output-http-stats"], "True", options => options.Replay.Http.HasStats),
        ["output-http-stats-ms"] = (["--output-http-stats-ms", "100"], "00:00:00.1000000", options => options.Replay.Http.StatsInterval),
        ["output-kafka-host"] = (["--output-kafka-host", "a:1, [::1]:2,c"], "a:1,[::1]:2,c", options => options.Kafka.Output.Hosts),
        ["output-kafka-topic"] = (["--output-kafka-topic", "a.b-c_1"], "a.b-c_1", options => options.Kafka.Output.Topic),
        ["output-kafka-json-format"] = (["--output-kafka-json-format"], "True", options => options.Kafka.Output.IsJson),
        ["output-kafka-use-sasl"] = (["--output-kafka-use-sasl"], "True", options => options.Kafka.Output.UsesSasl),
        ["output-kafka-mechanism"] = (["--output-kafka-mechanism", "SCRAM-SHA-512"], "SCRAM-SHA-512", options => options.Kafka.Output.Mechanism),
        ["output-kafka-username"] = (["--output-kafka-username", "u"], "u", options => options.Kafka.Output.User),
        ["output-kafka-password"] = (["--output-kafka-password", "p:w"], "p:w", options => options.Kafka.Output.Password),
        ["input-kafka-host"] = (["--input-kafka-host", "a"], "a", options => options.Kafka.Input.Hosts),
        ["input-kafka-topic"] = (["--input-kafka-topic", "t"], "t", options => options.Kafka.Input.Topic),
        ["input-kafka-group"] = (["--input-kafka-group", "g"], "g", options => options.Kafka.Group),
        ["input-kafka-offset"] = (["--input-kafka-offset", "-2"], "-2", options => options.Kafka.Offset!),
        ["input-kafka-json-format"] = (["--input-kafka-json-format"], "True", options => options.Kafka.Input.IsJson),
        ["input-kafka-use-sasl"] = (["--input-kafka-use-sasl"], "True", options => options.Kafka.Input.UsesSasl),
        ["input-kafka-mechanism"] = (["--input-kafka-mechanism", "SCRAM-SHA-256"], "SCRAM-SHA-256", options => options.Kafka.Input.Mechanism),
        ["input-kafka-username"] = (["--input-kafka-username", "u"], "u", options => options.Kafka.Input.User),
        ["input-kafka-password"] = (["--input-kafka-password", "p"], "p", options => options.Kafka.Input.Password),
        ["kafka-tls"] = (["--kafka-tls"], "True", options => options.Kafka.UsesTls),
        ["kafka-tls-ca-cert"] = (["--kafka-tls-ca-cert", "a.pem"], "a.pem True", options => $"{options.Kafka.TrustFile} {options.Kafka.UsesTls}"),
        ["kafka-tls-client-cert"] = (["--kafka-tls-client-cert", "c.pem"], "c.pem True", options => $"{options.Kafka.CertificateFile} {options.Kafka.UsesTls}"),
        ["kafka-tls-client-key"] = (["--kafka-tls-client-key", "k.pem"], "k.pem True", options => $"{options.Kafka.KeyFile} {options.Kafka.UsesTls}"),
        ["split-output"] = (["--split-output", "true"], "InTurn", options => options.Sharing),
        ["recognize-tcp-sessions"] = (["--recognize-tcp-sessions", "--split-output"], "ByConnection", options => options.Sharing),
        ["middleware"] = (["--middleware", "a 'b c'  \"\" d\"e\"", "--middleware="], "a|b c||de", options => string.Join('|', options.Middleware.Command)),
        ["middleware-on-failure"] = (["--middleware-on-failure", "exit"], "True", options => options.Middleware.EndsWithIt),
        ["middleware-timeout"] = (["--middleware-timeout", "2s"], "00:00:02", options => options.Middleware.Timeout),
        ["stats"] = (["--stats"], "True", options => options.HasStats),
        ["http-allow-method"] = (["--http-allow-method", "GET", "--http-allow-method=", "--http-allow-method=PUT"], "GET PUT",
            options => Join(options.Filters.AllowMethods)),
        ["http-set-header"] = (["--http-set-header", "A: b:c"], "A=b:c", options => Join(options.Filters.SetHeaders.Select(Named))),
        ["http-set-param"] = (["--http-set-param", "a=b=c"], "a=b=c", options => Join(options.Filters.SetParameters.Select(Named))),
        ["http-allow-url"] = (["--http-allow-url", "^/a", "--http-allow-url", "b$"], "^/a b$", options => Join(options.Filters.AllowUrls)),
        ["http-disallow-url"] = (["--http-disallow-url", "x"], "x", options => Join(options.Filters.DisallowUrls)),
        ["http-allow-header"] = (["--http-allow-header", "A: ^b"], "A ^b", options => Join(options.Filters.AllowHeaders.Select(Patterned))),
        ["http-disallow-header"] = (["--http-disallow-header", "A:^b"], "A ^b", options => Join(options.Filters.DisallowHeaders.Select(Patterned))),
        ["http-basic-auth-filter"] = (["--http-basic-auth-filter", "^u:"], "^u:", options => Join(options.Filters.BasicAuth)),
        ["http-header-limiter"] = (["--http-header-limiter", "A: 25%"], "25", options => options.Filters.HeaderLimits[0].Percent),
        ["http-param-limiter"] = (["--http-param-limiter", "a:1/4"], "25", options => options.Filters.ParameterLimits[0].Percent),
        ["http-rewrite-url"] = (["--http-rewrite-url", "/a(.):/b$1"], "/a(.) /b$1",
            options => Join(options.Filters.UrlRewrites.Select(rewrite => $"{rewrite.Pattern} {rewrite.Target}"))),
        ["http-rewrite-header"] = (["--http-rewrite-header", "A: b,c"], "b c",
            options => Join(options.Filters.HeaderRewrites.Select(rewrite => $"{rewrite.Pattern} {rewrite.Target}"))),
        ["output-resurface"] = (["--output-resurface", "http://a/message", "--output-resurface", "", "--output-resurface=-"], "http://a/message -",
            options => Join(options.Output.Resurface)),
        ["output-resurface-rules"] = (["--output-resurface-rules", "include debug\n", "--output-resurface-rules", ""], "include debug\n",
            options => options.Masking.Rules!),
        ["output-resurface-rules-timeout"] = (["--output-resurface-rules-timeout", "250ms"], "250", options => options.Masking.RegexTimeout.TotalMilliseconds),
        ["output-null"] = (["--output-null"], "True", options => options.Output.Null),
        ["output-resurface-header"] = (["--output-resurface-header", "Authorization: Bearer x", "--output-resurface-header", "X-Team: a"],
            "Authorization X-Team", options => Join(options.Output.Headers)),
        ["output-resurface-ca"] = (["--output-resurface-ca", "ca.pem"], "ca.pem", options => options.Output.CertificateFile),
        ["output-resurface-insecure"] = (["--output-resurface-insecure"], "True", options => options.Output.Insecure),
        ["output-resurface-memory"] = (["--output-resurface-memory", "1gb"], "1073741824", options => options.Output.MemoryLimit),
        ["output-resurface-spool"] = (["--output-resurface-spool", "off", "--output-resurface-spool", "/var/lib/gor"], "/var/lib/gor False",
            options => $"{options.Output.Spool.Folder} {options.Output.Spool.IsOff}"),
        ["output-resurface-spool-size"] = (["--output-resurface-spool-size", "2gb"], "2147483648", options => options.Output.Spool.Size),
        ["output-resurface-spool-full"] = (["--output-resurface-spool-full", "newest"], "False", options => options.Output.Spool.OldestGivesWay),
        ["memory-limit"] = (["--memory-limit", "1gb"], "1073741824", options => options.MemoryLimit),
        ["exit-on-loss"] = (["--exit-on-loss"], "True", options => options.Output.ExitOnLoss),
        ["http"] = (["--http-pprof", "10.0.0.1:80", "--http", ":8181"], "127.0.0.1:8181", options => options.StatusListen!),
        ["shutdown-timeout"] = (["--shutdown-timeout", "1m"], "00:01:00", options => options.Output.ShutdownTimeout),
        ["exit-after"] = (["--exit-after", "1s", "--exit-after", "5s"], "00:00:05", options => options.ExitAfter),
        ["workers"] = (["--workers", "4"], "4", options => options.Workers),
        ["output-pcap"] = (["--output-pcap", "kept.pcap"], "kept.pcap", options => options.Capture.PacketFile),
        ["output-pcap-size"] = (["--output-pcap-size", "1gb"], "1073741824", options => options.Capture.PacketFileSize),
        ["output-pcap-files"] = (["--output-pcap-files", "5"], "5", options => options.Capture.PacketFiles),
        ["user"] = (["--user", "gor:pcap"], "gor:pcap", options => options.User),
        ["dry-run"] = (["--dry-run"], "True", options => options.IsDryRun),
        ["verbose"] = (["--verbose", "3"], "3", options => options.Verbose),
    };

    public static TheoryData<string> Names => new(RunFlags.All.Select(flag => flag.Name).Except(["help", "help-all", "version", "config"]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_flag_sets_what_it_says(string name)
    {
        (string[] words, string expected, Func<Options, object> read) = Effects[name];
        ParsedFlags<Options> flags = Parse(words);
        Assert.Empty(flags.Errors);
        Assert.Equal(expected, read(flags.Target).ToString());
    }

    [Fact]
    public void Every_default_in_the_help_is_the_options_default()
    {
        var standard = new Options();
        foreach (Setting<Options> flag in RunFlags.All.Where(flag => flag.Default.Length > 0))
        {
            Options options = standard;
            Assert.True(flag.Apply(flag.Default, ref options, out string? error), error);
            Assert.Equal(standard, options);
        }
    }

    [Theory]
    [InlineData("input-raw", ":70000", "there is no port 70000")]
    [InlineData("input-raw-track-response", "maybe", "expected true or false")]
    [InlineData("input-raw-realip-header", "X Real", "expected the name of a header field, like X-Real-IP")]
    [InlineData("input-raw-k8s-nomatch-nocap", "x", "expected true or false")]
    [InlineData("input-raw-k8s-api", "127.0.0.1:8001", "expected a URL, like https://10.96.0.1:443 or http://127.0.0.1:8001")]
    [InlineData("input-raw-protocol", "binary", "refused: a call needs to know where a message ends, and that is HTTP's knowledge; use http")]
    [InlineData("input-raw-protocol", "h2", "expected http")]
    [InlineData("input-raw-engine", "pf_ring", "expected libpcap, raw_socket, af_packet, vxlan, geneve or pcap_file")]
    [InlineData("input-raw-vxlan-port", "0", "expected 1 to 65535")]
    [InlineData("input-raw-vxlan-vni", "1,x", "expected numbers of virtual networks")]
    [InlineData("input-raw-vxlan-vni", "16777216", "expected numbers of virtual networks")]
    [InlineData("input-raw-tunnels", "x", "expected true or false")]
    [InlineData("input-raw-follow", "x", "expected true or false")]
    [InlineData("strict", "x", "expected true or false")]
    [InlineData("output-pcap-size", "1k", "expected 4096 to 1099511627776 bytes")]
    [InlineData("output-pcap-files", "0", "expected 1 to 1000")]
    [InlineData("dry-run", "x", "expected true or false")]
    [InlineData("input-raw-promisc", "yes", "expected true or false")]
    [InlineData("input-raw-monitor", "", "expected true or false")]
    [InlineData("input-raw-buffer-size", "10 mb", "expected a size in bytes, like 65536, 256k, 32mb or 1.5g")]
    [InlineData("input-raw-buffer-size", "2gb", "expected 0 to 1073741824 bytes")]
    [InlineData("input-raw-buffer-timeout", "-1s", "expected a duration from 0 to 1m")]
    [InlineData("input-raw-snaplen", "10", "expected 64 to 262144 bytes")]
    [InlineData("input-raw-override-snaplen", "6291456", "expected true or false")]
    [InlineData("input-raw-timestamp-type", "sundial", "expected host, host_lowprec, host_hiprec")]
    [InlineData("input-raw-vlan", "5", "expected true or false")]
    [InlineData("input-raw-vlan-vid", "1,2", "expected a whole number, like 10, 0x0a or 1_000")]
    [InlineData("input-raw-vlan-vid", "5000", "expected 0 to 4094")]
    [InlineData("input-raw-stats", "2", "expected true or false")]
    [InlineData("input-raw-expire", "2", "a duration needs a unit: write 2s")]
    [InlineData("input-raw-allow-incomplete", "2", "expected true or false")]
    [InlineData("input-raw-connection-idle", "0", "expected a duration from 1s to 8760h")]
    [InlineData("input-raw-exchange-idle", "9999h", "expected a duration from 1s to 8760h")]
    [InlineData("input-raw-hold-per-flow", "2gb", "expected 0 to 1073741824 bytes")]
    [InlineData("input-raw-hold-ranges", "-1", "expected 0 to 1048576")]
    [InlineData("input-raw-hold-total", "x", "expected a size in bytes")]
    [InlineData("output-resurface", "localhost:4001", "the scheme is missing; write http://localhost:4001")]
    [InlineData("output-resurface", "http://a/b|ten", "behind | a limit is expected: 10% of the calls, or 100 of them a second")]
    [InlineData("input-file", "a|x", "behind | a limit is expected")]
    [InlineData("input-file", "s3://b/k", "refused: gor carries no S3 client")]
    [InlineData("input-file-read-depth", "-1", "expected 0 to 1048576")]
    [InlineData("input-file-max-wait", "5", "a duration needs a unit: write 5s")]
    [InlineData("input-tcp", "x", "")]
    [InlineData("copy-buffer-size", "1gb", "expected 0 to 536870912 bytes")]
    [InlineData("output-file", "|10", "there is nothing in front of the limit")]
    [InlineData("output-file", "s3://b/k", "refused: gor carries no S3 client")]
    [InlineData("output-file-size-limit", "x", "expected a size in bytes")]
    [InlineData("output-file-queue-limit", "x", "expected a whole number")]
    [InlineData("output-file-flush-interval", "2h", "expected a duration from 0 to 1h")]
    [InlineData("output-tcp", "28020", "expected HOST:PORT")]
    [InlineData("output-tcp", "::1:28020", "expected HOST:PORT")]
    [InlineData("output-tcp", "a:70000", "expected HOST:PORT")]
    [InlineData("output-tcp-workers", "0", "expected 1 to 1000")]
    [InlineData("output-http-workers", "1001", "expected 0 to 1000")]
    [InlineData("output-http-queue-len", "0", "expected 1 to 1048576")]
    [InlineData("output-http-timeout", "5", "a duration needs a unit")]
    [InlineData("output-http-stats-ms", "0", "expected 1 to")]
    [InlineData("output-kafka-host", "a,,b", "expected HOST[:PORT]")]
    [InlineData("output-kafka-host", "http://a", "expected HOST[:PORT]")]
    [InlineData("input-kafka-host", "a:99999", "expected HOST[:PORT]")]
    [InlineData("input-kafka-topic", "a/b", "expected a name of at most 249 letters")]
    [InlineData("input-kafka-offset", "-3", "expected -1, -2 or an offset")]
    [InlineData("output-kafka-mechanism", "GSSAPI", "expected one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512")]
    [InlineData("middleware", "a 'b", "the quote ' is not closed")]
    [InlineData("middleware", " ", "expected a program and its arguments")]
    [InlineData("middleware-on-failure", "ignore", "expected one of restart, exit")]
    [InlineData("output-null", "x", "expected true or false")]
    [InlineData("output-resurface-insecure", "x", "expected true or false")]
    [InlineData("output-resurface-memory", "1k", "expected 1048576 to 1099511627776 bytes")]
    [InlineData("output-resurface-spool-size", "0", "expected 1048576 to 1125899906842624 bytes")]
    [InlineData("output-resurface-spool-full", "random", "expected one of oldest, newest")]
    [InlineData("memory-limit", "1mb", "expected 67108864 to 1099511627776 bytes")]
    [InlineData("exit-on-loss", "x", "expected true or false")]
    [InlineData("http", "8181", "expected ADDRESS:PORT")]
    [InlineData("shutdown-timeout", "10", "a duration needs a unit: write 10s")]
    [InlineData("shutdown-timeout", "25h", "expected a duration from 0 to 24h")]
    [InlineData("exit-after", "1", "a duration needs a unit: write 1s")]
    [InlineData("exit-after", "-1s", "expected a duration from 0 to 8760h")]
    [InlineData("workers", "257", "expected 0 to 256")]
    [InlineData("verbose", "", "expected a whole number")]
    [InlineData("verbose", "loud", "expected a whole number")]
    public void A_bad_value_is_named_with_the_remedy(string name, string value, string expected)
    {
        ParsedFlags<Options> flags = Parse($"--{name}={value}");
        Assert.StartsWith($"--{name} \"{value}\": {expected}", Assert.Single(flags.Errors));
        Assert.Contains(name, flags.Refused);
    }

    [Theory]
    [InlineData("Authorization secret", "expected 'Name: value' or 'Name: @FILE'")]
    [InlineData("Expect: secret", "Expect is set by gor itself")]
    public void A_bad_value_that_may_be_a_secret_is_not_shown(string value, string expected)
    {
        string error = Assert.Single(Parse("--output-resurface-header", value).Errors);
        Assert.StartsWith($"--output-resurface-header: {expected}", error);
        Assert.DoesNotContain("secret", error);
    }

    [Fact]
    public void A_flag_that_became_a_value_is_explained() =>
        Assert.Equal(
            "--verbose \"--output-null\": expected a whole number, like 10, 0x0a or 1_000 (the word behind this flag is always its value).",
            Assert.Single(Parse("--verbose", "--output-null").Errors));

    [Theory]
    [InlineData("input-raw-track-response=false", "a call needs its response; responses are captured")]
    [InlineData("input-raw-override-snaplen", "no effect: frames are never cut to the device's MTU (see --input-raw-snaplen)")]
    [InlineData("input-raw-vlan", "no effect: tagged and untagged frames are both captured")]
    [InlineData("input-raw-stats", "no effect: the ledger is always kept, and printed at the end")]
    [InlineData("input-raw-allow-incomplete", "no effect: a call whose body was cut is always delivered, and marked as truncated")]
    [InlineData("output-pcap=x", "no rule masks what is written there: it holds every header and body of the packets")]
    [InlineData("input-raw-timestamp-type=go", "go is GoReplay's own clock; the device's default is taken")]
    [InlineData("http=:8181", "listens on this machine only; write 0.0.0.0:8181 or [::]:8181 to be reached from others")]
    public void A_flag_without_effect_says_so(string flag, string expected)
    {
        ParsedFlags<Options> flags = Parse($"--{flag}");
        Assert.Empty(flags.Errors);
        Assert.Equal($"--{flag.Split('=')[0]}: {expected}.", Assert.Single(flags.Notes));
    }

    [Theory]
    [InlineData("--input-raw-expire=0", "00:00:01")]
    [InlineData("--input-raw-buffer-timeout=0", "00:00:02")]
    public void Zero_means_what_it_does_in_GoReplay_or_the_default(string flag, string holeAge) =>
        Assert.Equal((holeAge, "00:00:00.0500000"), (Parse(flag).Target.Flows.HoleAge.ToString(), Parse(flag).Target.Capture.BufferTimeout.ToString()));

    [Theory]
    [InlineData("--input-raw=")]
    [InlineData("--input-raw-buffer-size=")]
    [InlineData("--input-raw-bpf-filter=")]
    [InlineData("--input-raw-realip-header=")]
    [InlineData("--input-raw-engine=")]
    [InlineData("--input-raw-timestamp-type=")]
    [InlineData("--output-resurface=")]
    [InlineData("--output-resurface-rules=")]
    public void An_empty_value_leaves_the_default(string flag)
    {
        ParsedFlags<Options> flags = Parse(flag);
        Assert.Empty(flags.Errors);
        Assert.Equal(new Options(), flags.Target);
    }

    [Fact]
    public void Names_are_unique()
    {
        string[] names = RunFlags.All.SelectMany(flag => new[] { flag.Name, flag.Alias }).Where(name => name.Length > 0).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.DoesNotContain(names, GoReplayFlags.Contains);
    }

    private static ParsedFlags<Options> Parse(params string[] words) => FlagParser.Parse(RunFlags.All, words, new Options());

    private static string Join<T>(IEnumerable<T> values) => string.Join(' ', values);

    private static string Named(NamedValue named) => $"{Encoding.UTF8.GetString(named.Name)}={Encoding.UTF8.GetString(named.Value)}";

    private static string Patterned(HeaderPattern header) => $"{Encoding.UTF8.GetString(header.Name)} {header.Pattern}";
}

namespace Gor.Cli;

/// <summary>What help and manual say of each group of flags.</summary>
internal static class FlagGroups
{
    public static string HeadingOf(FlagGroup group) => group switch
    {
        FlagGroup.Input => "What to capture",
        FlagGroup.Capture => "How to capture",
        FlagGroup.Reassembly => "Rebuilding calls",
        FlagGroup.Playback => "Taped calls",
        FlagGroup.Filters => "Which calls, and what of their requests is changed, in this order",
        FlagGroup.Replay => "Where calls go as messages, in GoReplay's format",
        FlagGroup.Kafka => "Calls by way of Apache Kafka",
        FlagGroup.Output => "Where calls go, and what of them",
        FlagGroup.Running => "Running",
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    /// <summary>A command line that works, as a shell reads it.</summary>
    public static string ExampleOf(FlagGroup group) => group switch
    {
        FlagGroup.Input => "gor --input-raw :80,8080 --input-raw-ignore-interface \"docker*\" --output-null",
        FlagGroup.Capture => "gor --input-raw eth0:80 --input-raw-promisc --input-raw-buffer-size 64mb --output-null",
        FlagGroup.Reassembly => "gor --input-raw traffic.pcap --input-raw-expire 5s --output-resurface -",
        FlagGroup.Playback => "gor --input-file \"calls.gor|200%\" --output-resurface http://localhost:4001/message",
        FlagGroup.Filters => "gor --input-raw :8080 --http-allow-url ^/api --http-disallow-header \"User-Agent: kube-probe\"",
        FlagGroup.Output => "gor --input-raw :8080 --output-resurface http://localhost:4001/message --output-resurface-rules \"include standard\"",
        FlagGroup.Replay => "gor --input-raw :8080 --output-file calls_%Y%m%d.gor.gz",
        FlagGroup.Kafka => "gor --input-raw :8080 --output-kafka-host kafka:9092 --output-kafka-topic calls",
        FlagGroup.Running => "gor --input-raw :8080 --http :8181 --exit-after 30s",
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };
}

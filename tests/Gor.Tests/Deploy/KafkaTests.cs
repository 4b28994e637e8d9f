using Gor.Cli;
using Gor.Masking;
using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>deploy/kafka: its command lines are ones, and the sniffer's topic is the writers'.</summary>
public sealed class KafkaTests
{
    [Fact]
    public void The_sniffer_and_the_writers_meet_at_the_brokers()
    {
        Yaml services = Assert.Single(Yaml.ReadAll(SourceTree.PathOf("deploy/kafka/compose.yaml")))["services"];
        RunCommand sniffer = Run(services["sniffer"]);
        RunCommand writer = Run(services["writer"]);
        Assert.Equal(sniffer.Options.Kafka.Output, writer.Options.Kafka.Input);
        Assert.NotEmpty(writer.Options.Kafka.Group);
        Assert.Empty(PlainHttp.Check(writer.Options.Output, RuleParser.Parse(writer.Options.Masking)));
        Assert.Contains($"PLAINTEXT://{sniffer.Options.Kafka.Output.Hosts}", services["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].Text);
        Assert.Empty(services["writer"]["cap_add"].Texts);
        Assert.All((string[])["app", "collector"], other =>
            Assert.IsNotType<UsageError>(CommandLine.Parse([.. services[other]["command"].Texts], new Dictionary<string, string>())));
    }

    private static RunCommand Run(Yaml service) => Assert.IsType<RunCommand>(CommandLine.Parse([.. service["command"].Texts], new Dictionary<string, string>()));
}

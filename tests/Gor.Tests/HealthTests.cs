using Gor.Kafka;
using Gor.Output;
using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests;

/// <summary>What a monitor hears of an output that nobody answers. Inputs: <see cref="Kafka.KafkaSourceTests"/>.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task An_output_is_an_obstacle_while_its_brokers_leave_waiting_calls_without_an_answer()
    {
        using var kafka = new MockKafka();
        kafka.Create("calls", 1);
        kafka.Down();
        var time = new FakeTimeProvider();
        var log = new Logged();
        await using Pipeline gor = GorRun.Open(log, "--input-dummy", "1", "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => gor.IsCapturing);
        var options = new KafkaOptions { Output = new KafkaEnd { Hosts = kafka.Hosts, Topic = "calls" } };
        await using (KafkaOutput output = new KafkaFactory(options, log.Log, time).OpenOutput(new BundleQueue(1 << 20, waitsForRoom: false, time)))
        {
            var health = new Health(gor, [output]);
            await Eventually.TrueAsync(() => output.Status.IsFailing);
            time.Advance(TimeSpan.FromMinutes(5));
            Assert.Empty(health.Obstacles());
            output.OpenWriter().Write("1 000102030405060708090a0b0c0d0e0f10111213 5 7\nGET / HTTP/1.1\r\n\r\n\n🐵🙈🙉\n"u8);
            await Eventually.TrueAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return health.Obstacles().Count > 0;
            });
            Assert.Matches("^kafka .+/calls has answered nothing for 6[0-9] s, and nothing is spooled$", Assert.Single(health.Obstacles()));
            kafka.Up();
            await Eventually.TrueAsync(() => output.Tally.Delivered == 1);
            Assert.Empty(health.Obstacles());
        }

        await stop.CancelAsync();
        Assert.True(await running);
    }
}

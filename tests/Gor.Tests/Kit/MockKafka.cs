using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Gor.Kafka;

namespace Gor.Tests.Kit;

/// <summary>Brokers that librdkafka plays, on TCP ports of this host (its rdkafka_mock.h): with partitions, groups, outages and errors, without TLS and SASL.</summary>
internal sealed class MockKafka : IDisposable
{
    public const short Produce = 0;

    private static readonly nint Library = KafkaLibrary.Load();

    private readonly nint _client;
    private readonly nint _cluster;

    public MockKafka(int brokers = 1)
    {
        nint error = Marshal.AllocHGlobal(512);
        nint settings = Function<NewSettings>("rd_kafka_conf_new")();
        Function<Set>("rd_kafka_conf_set")(settings, "log_level", "3", error, 512);
        _client = Function<NewClient>("rd_kafka_new")(0, settings, error, 512);
        Marshal.FreeHGlobal(error);
        _cluster = Function<NewCluster>("rd_kafka_mock_cluster_new")(_client, brokers);
        Brokers = brokers;
        Hosts = Marshal.PtrToStringUTF8(Function<Of>("rd_kafka_mock_cluster_bootstraps")(_cluster))!;
    }

    private delegate nint NewSettings();

    private delegate int Set(
        nint settings, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, nint error, nint size);

    private delegate nint NewClient(int kind, nint settings, nint error, nint size);

    private delegate nint NewCluster(nint client, int brokers);

    private delegate nint Of(nint cluster);

    private delegate int NewTopic(nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    private delegate int Switch(nint cluster, int broker);

    private delegate void PushErrors(nint cluster, short request, nint count, int[] errors);

    private delegate int Fatal(nint client, int error, [MarshalAs(UnmanagedType.LPUTF8Str)] string reason);

    private delegate void End(nint thing);

    public int Brokers { get; }

    /// <summary>As <c>--output-kafka-host</c> takes them.</summary>
    public string Hosts { get; }

    public void Create(string topic, int partitions) => Function<NewTopic>("rd_kafka_mock_topic_create")(_cluster, topic, partitions, 1);

    public void Down() => Each(Function<Switch>("rd_kafka_mock_broker_set_down"));

    public void Up() => Each(Function<Switch>("rd_kafka_mock_broker_set_up"));

    /// <summary>What the next requests of a kind are answered.</summary>
    public void Answer(short request, params ErrorCode[] errors) =>
        Function<PushErrors>("rd_kafka_mock_push_request_errors_array")(_cluster, request, errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>An error that the client does not outlive; of its own handle Confluent.Kafka tells nobody.</summary>
    public static void Break(IClient client, ErrorCode error, string reason)
    {
        object handle = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(client.Handle)!;
        Assert.Equal(0, Function<Fatal>("rd_kafka_test_fatal_error")(((SafeHandle)handle).DangerousGetHandle(), (int)error, reason));
    }

    /// <summary>All that is in the topic, once so many messages are, partition by partition in order.</summary>
    public IReadOnlyList<ConsumeResult<byte[], byte[]>> Read(string topic, int partitions, int messages)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = Hosts, GroupId = "test", EnableAutoCommit = false }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var read = new List<ConsumeResult<byte[], byte[]>>();
        long deadline = Environment.TickCount64 + 20_000;
        while (read.Count < messages && Environment.TickCount64 < deadline)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } result)
            {
                read.Add(result);
            }
        }

        Assert.Equal(messages, read.Count);
        return [.. read.OrderBy(result => result.Partition.Value).ThenBy(result => result.Offset.Value)];
    }

    /// <summary>The sum of how far a group came in each partition.</summary>
    public long Committed(string topic, int partitions, string group)
    {
        using IConsumer<byte[], byte[]> member = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = Hosts, GroupId = group }).Build();
        return member.Committed(Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition)), TimeSpan.FromSeconds(10))
            .Sum(place => Math.Max(0, place.Offset.Value));
    }

    public void Write(string topic, params byte[][] values)
    {
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Hosts }).Build();
        foreach (byte[] value in values)
        {
            producer.Produce(new TopicPartition(topic, 0), new Message<byte[], byte[]> { Value = value });
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(20)));
    }

    public void Dispose()
    {
        Function<End>("rd_kafka_mock_cluster_destroy")(_cluster);
        Function<End>("rd_kafka_destroy")(_client);
    }

    private void Each(Switch change)
    {
        for (int broker = 1; broker <= Brokers; broker++)
        {
            change(_cluster, broker);
        }
    }

    private static T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library, name));
}

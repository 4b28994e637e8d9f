using System.Diagnostics;
using Gor.Capture;
using Gor.Metrics;
using Gor.Output;

namespace Gor;

/// <summary>Everything that a run can say of itself in numbers: the ledger, what waits where, the process.</summary>
/// <param name="front">The pipeline that captures.</param>
/// <param name="pipeline">The one that delivers; the same one where there is no middleware.</param>
internal sealed class StatusReport(Pipeline front, Pipeline pipeline)
{
    private IReadOnlyList<IOutput> Outputs => ReferenceEquals(front, pipeline) ? pipeline.Outputs : [.. front.Outputs, .. pipeline.Outputs];

    public IReadOnlyList<Metric> Read() =>
        [.. OfLedger(), .. OfCapture(), .. OfWorkers(), .. OfMemory(), .. OfOutputs(), .. OfSpools(), .. OfPosts(), .. OfProcess()];

    private IEnumerable<Metric> OfLedger() => Enum.GetValues<Counter>().Select(counter =>
    {
        string name = Ledger.NameOf(counter);
        return Metric.Counter($"gor_{name}_total", $"{name} of the ledger", new Sample(OfStage(counter).Ledger[counter]));
    });

    /// <summary>What was captured, the first one knows; what became of calls, and what a middleware gave back, the other.</summary>
    private Pipeline OfStage(Counter counter) => counter is >= Counter.PacketsReceived and < Counter.ExchangesFormed ? front : pipeline;

    private IEnumerable<Metric> OfCapture()
    {
        IReadOnlyList<SourceLosses> losses = front.Losses;
        yield return Metric.Counter(
            "gor_kernel_drops_total",
            "Packets for which the kernel's capture buffer had no room",
            [.. losses.Select(loss => new Sample(loss.Kernel, ("device", loss.Name)))]);
        yield return Metric.Counter(
            "gor_interface_drops_total",
            "Packets that the device itself lost since the start",
            [.. losses.Select(loss => new Sample(loss.Interface, ("device", loss.Name)))]);
    }

    private IEnumerable<Metric> OfWorkers()
    {
        yield return Metric.Gauge(
            "gor_worker_queue_batches",
            "Batches of segments that wait for a worker",
            [.. front.Shards.Index().Select(shard => new Sample(shard.Item.Queue.Waiting, ("worker", $"{shard.Index}")))]);
        yield return Metric.Gauge(
            "gor_worker_behind",
            "1 while a worker is behind: it spends less on each call, and its bundles are not compressed",
            [.. front.Shards.Index().Select(shard => new Sample(shard.Item.Queue.IsBehind ? 1 : 0, ("worker", $"{shard.Index}")))]);
        yield return Metric.Gauge(
            "gor_connections", "TCP connections that are followed now", new Sample(front.Shards.Sum(shard => shard.Worker.Connections)));
    }

    private IEnumerable<Metric> OfMemory()
    {
        yield return Metric.Gauge("gor_memory_limit_bytes", "The limit of --memory-limit in force", new Sample(front.MemoryLimit));
        yield return Metric.Gauge(
            "gor_memory_pressure", "0 none, 1 bodies are cut, 2 calls are shed too", new Sample(front.Pressure.Level));
        yield return Metric.Gauge(
            "gor_memory_held_bytes",
            "Memory that grows with load, by what holds it",
            [.. front.MemoryHolders.Select(holder => new Sample(holder.Bytes(), ("what", holder.Name)))]);
    }

    private IEnumerable<Metric> OfOutputs()
    {
        yield return Metric.Counter("gor_output_accepted_records_total", "Records given to an output", Each(output => output.Tally.Accepted));
        yield return Metric.Counter("gor_output_recovered_records_total", "Records that an earlier run left in the spool", Each(output => output.Tally.Recovered));
        yield return Metric.Counter(
            "gor_output_ended_records_total",
            "Records that an output is done with, by what became of them",
            [.. Outputs.SelectMany(output => EndsOf(output.Tally), (output, end) => new Sample(end.Records, ("output", output.Name), ("end", end.Name)))]);
        yield return Metric.Counter("gor_output_lost_records_total", "Records that nobody will ever get", Each(output => output.Tally.Lost));
        yield return Metric.Counter("gor_output_repeated_records_total", "Records that may have arrived twice", Each(output => output.Tally.Repeated));
        yield return Metric.Gauge("gor_output_waiting_records", "Records in memory", Each(output => Math.Max(0, output.Tally.Waiting)));
        yield return Metric.Gauge("gor_output_spooled_records", "Records on disk", Each(output => output.Tally.Spooled));
        yield return Metric.Gauge("gor_output_memory_bytes", "Bytes of records in memory", Each(output => output.Status.Held));
        yield return Metric.Gauge("gor_output_memory_limit_bytes", "Bytes of records that may be in memory", Each(output => output.Status.Limit));
        yield return Metric.Gauge(
            "gor_output_oldest_seconds", "How long the oldest bundle has waited in memory", Each(output => output.Status.OldestAge.TotalSeconds));
        yield return Metric.Gauge("gor_output_failing", "1 while the destination takes nothing", Each(output => output.Status.IsFailing ? 1 : 0));
    }

    private IEnumerable<Metric> OfSpools()
    {
        List<(string Output, Spool Spool)> spools = [.. from output in Outputs
                                                        let spool = output.Status.Spool
                                                        where spool is not null
                                                        select (output.Name, spool)];
        yield return Metric.Gauge(
            "gor_spool_bytes", "Bytes on disk", [.. spools.Select(spool => new Sample(spool.Spool.Bytes, ("output", spool.Output)))]);
        yield return Metric.Gauge(
            "gor_spool_limit_bytes", "Bytes that may be on disk", [.. spools.Select(spool => new Sample(spool.Spool.Size, ("output", spool.Output)))]);
        yield return Metric.Gauge(
            "gor_spool_files", "Bundles on disk", [.. spools.Select(spool => new Sample(spool.Spool.Files, ("output", spool.Output)))]);
    }

    private IEnumerable<Metric> OfPosts()
    {
        List<(string Output, PostStatistics Posts)> posts = [.. from output in Outputs
                                                                let statistics = output.Status.Posts
                                                                where statistics is not null
                                                                select (output.Name, statistics)];
        yield return Metric.Counter(
            "gor_posts_total",
            "POSTs by what the answer meant",
            [.. from post in posts
                from verdict in Enum.GetValues<Verdict>()
                select new Sample(post.Posts[verdict], ("output", post.Output), ("verdict", verdict.ToString().ToLowerInvariant()))]);
        yield return Metric.Counter(
            "gor_posts_uncompressed_total",
            "POSTs whose bundle was not compressed, because a worker was behind or by the rule skip_compression",
            [.. posts.Select(post => new Sample(post.Posts.Uncompressed, ("output", post.Output)))]);
        yield return Metric.Histograms(
            "gor_post_duration_seconds", "How long POSTs took, whatever became of them", posts.Select(post => (post.Posts.Durations, ("output", post.Output))));
        yield return Metric.Gauge(
            "gor_output_since_answer_seconds",
            "How long ago the destination took or refused something",
            [.. posts.Select(post => new Sample(post.Posts.SinceAnswer.TotalSeconds, ("output", post.Output)))]);
    }

    private static IEnumerable<Metric> OfProcess()
    {
        using Process process = Process.GetCurrentProcess();
        yield return Metric.Gauge("process_resident_memory_bytes", "Resident memory", new Sample(process.WorkingSet64));
        yield return Metric.Counter("process_cpu_seconds_total", "Processor time", new Sample(process.TotalProcessorTime.TotalSeconds));
        yield return Metric.Gauge(
            "process_start_time_seconds", "Start, in seconds since 1970", new Sample((process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds));
        yield return Metric.Gauge("process_threads", "Threads", new Sample(process.Threads.Count));
        yield return Metric.Gauge("dotnet_gc_heap_bytes", "The heap after its last collection", new Sample(GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes));
        yield return Metric.Counter("dotnet_gc_allocated_bytes_total", "Bytes ever allocated", new Sample(GC.GetTotalAllocatedBytes()));
        yield return Metric.Counter("dotnet_gc_pause_seconds_total", "Time that collections stopped everything", new Sample(GC.GetTotalPauseDuration().TotalSeconds));
        yield return Metric.Counter(
            "dotnet_gc_collections_total",
            "Collections",
            [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(i => new Sample(GC.CollectionCount(i), ("generation", $"{i}")))]);
    }

    private static IEnumerable<(string Name, long Records)> EndsOf(OutputTally tally) =>
        tally.Ends().Where(end => end.Name is not ("spooled" or "waiting")).Select(end => (end.Name.Replace(' ', '_'), end.Records));

    private Sample[] Each(Func<IOutput, double> value) => [.. Outputs.Select(output => new Sample(value(output), ("output", output.Name)))];
}

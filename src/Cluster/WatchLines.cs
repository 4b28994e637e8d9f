using System.Buffers;
using System.IO.Pipelines;

namespace Gor.Cluster;

/// <summary>The lines of a watch: one event of JSON each.</summary>
internal static class WatchLines
{
    /// <summary>An object has 1.5 MiB at most where etcd keeps it.</summary>
    private const int Longest = 16 << 20;

    /// <summary>Whole lines only: what a broken connection leaves behind the last of them is dropped.</summary>
    /// <exception cref="ClusterException">A line is longer than any object.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        PipeReader reader = PipeReader.Create(stream);
        while (true)
        {
            ReadResult read = await reader.ReadAsync(stop);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                ReadOnlySequence<byte> line = buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                yield return line.IsSingleSegment ? line.First : line.ToArray();
            }

            if (buffer.Length > Longest)
            {
                throw new ClusterException("the API server sent a line that is longer than any object");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }
}

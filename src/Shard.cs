using Gor.Http;

namespace Gor;

/// <summary>One worker with what belongs to it alone.</summary>
internal sealed record Shard(BatchQueue Queue, Worker Worker, BodyRoom Bodies);

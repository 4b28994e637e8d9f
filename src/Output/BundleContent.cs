using System.Net;

namespace Gor.Output;

/// <summary>
/// The body of one POST, which says whether the client is done with the memory of the bundle: a request that was given up may still
/// be on its way out.
/// </summary>
internal sealed class BundleContent(Bundle bundle) : HttpContent
{
    private int _open;

    /// <summary>True while somebody may read the bundle.</summary>
    public bool IsInUse => Volatile.Read(ref _open) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken stop)
    {
        // Stays up where the write fails: whoever holds the bytes then is not known.
        Interlocked.Increment(ref _open);
        await stream.WriteAsync(bundle.Content, stop);
        Interlocked.Decrement(ref _open);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bundle.Content.Length;
        return true;
    }
}

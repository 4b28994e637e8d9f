using Gor.Playback;

namespace Gor.Middleware;

/// <summary>What a middleware gives back.</summary>
internal sealed class MiddlewareSource(TapeFeed feed) : ITapeSource
{
    public string Name => "middleware";

    public string Description => "what the middleware gives back";

    public long Held => feed.Held;

    public void Run(CallSegments calls, CancellationToken stop) => feed.Run(calls, () => { }, stop);

    public void Dispose()
    {
    }
}

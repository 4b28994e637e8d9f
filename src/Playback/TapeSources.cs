using System.Net;
using Serilog;

namespace Gor.Playback;

/// <summary>Opens the sources of taped calls that the options name.</summary>
internal static class TapeSources
{
    /// <param name="newBlock">Counters for one more thread.</param>
    /// <exception cref="PlaybackException">One of them cannot be opened.</exception>
    public static IReadOnlyList<(ITapeSource Source, Counters Counters)> Open(PlaybackOptions options, Func<Counters> newBlock, ILogger log)
    {
        var sources = new List<(ITapeSource, Counters)>();
        void Add(Func<Counters, ITapeSource> open)
        {
            Counters counters = newBlock();
            sources.Add((open(counters), counters));
        }

        if (options.Paths.Count > 0)
        {
            Add(counters => TapeFileSource.Open(options, counters, TimeProvider.System));
        }

        foreach (IPEndPoint endpoint in options.Listens)
        {
            Add(counters => TapeListener.Open(endpoint, options, counters, log, TimeProvider.System));
        }

        if (options.Dummies > 0)
        {
            Add(counters => new DummySource(counters, TimeProvider.System));
        }

        return sources;
    }
}

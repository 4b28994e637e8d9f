namespace Gor.Playback;

/// <summary>Where taped calls come from: files, other gors, or nowhere.</summary>
internal interface ITapeSource : IDisposable
{
    /// <summary>For log lines.</summary>
    string Name { get; }

    /// <summary>For the start-up lines.</summary>
    string Description { get; }

    /// <summary>Bytes of messages that were brought and are no calls yet. Any thread.</summary>
    long Held => 0;

    /// <summary>For how long there has been nobody to take messages from; zero while there is, or where it waits to be called. Any thread.</summary>
    TimeSpan Away => TimeSpan.Zero;

    /// <summary>Delivers calls until the source ends or <paramref name="stop"/> is cancelled. Runs on a thread of its own.</summary>
    /// <exception cref="PlaybackException">The source failed; the message names it, the reason and the remedy.</exception>
    void Run(CallSegments calls, CancellationToken stop);
}

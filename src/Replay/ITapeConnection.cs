namespace Gor.Replay;

/// <summary>A connection that carries messages to another program. One task at a time.</summary>
internal interface ITapeConnection : IAsyncDisposable
{
    /// <summary>False where the other side has ended it: nothing more may be sent.</summary>
    bool IsOpen { get; }

    /// <summary>Sends whole messages, each with its separator, and waits until the other side's TCP has them, where this system tells.</summary>
    /// <exception cref="IOException">The connection broke: nobody knows how much arrived.</exception>
    Task SendAsync(ReadOnlyMemory<byte> messages, CancellationToken stop);
}

using System.Net;

namespace Gor.Playback;

/// <summary>Inputs of taped messages.</summary>
internal sealed record PlaybackOptions
{
    /// <summary>Paths and patterns; a percentage is the speed.</summary>
    public IReadOnlyList<LimitedAddress> Paths { get; init; } = [];

    /// <summary>From the begin again at the end.</summary>
    public bool Loops { get; init; }

    /// <summary>Messages of each file that are looked at ahead, to put them in order of time.</summary>
    public int ReadDepth { get; init; } = 100;

    /// <summary>Print what the files hold, and end.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Longest pause between two calls; zero: as long as it was.</summary>
    public TimeSpan MaxWait { get; init; }

    /// <summary>Where gor listens for other gors.</summary>
    public IReadOnlyList<IPEndPoint> Listens { get; init; } = [];

    /// <summary>Over TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>PEM files of the server's certificate and key.</summary>
    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    /// <summary>A call a second, made up; the flag's values mean nothing.</summary>
    public int Dummies { get; init; }

    public bool HasAny => Paths.Count > 0 || Listens.Count > 0 || Dummies > 0;
}

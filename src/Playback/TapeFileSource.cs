using System.IO.Compression;
using System.IO.Enumeration;
using Gor.Tape;

namespace Gor.Playback;

/// <summary>
/// The files of all <c>--input-file</c> flags as one tape, in order of time, at the pace at which it was recorded or at another one.
/// </summary>
internal sealed class TapeFileSource : ITapeSource
{
    /// <summary>GoReplay waits as long for the other half of a call.</summary>
    private const long PatienceNs = 120_000_000_000;

    private const long MatchLimit = 64 << 20;

    private readonly IReadOnlyList<string> _paths;
    private readonly PlaybackOptions _options;
    private readonly double _speed;
    private readonly RateGate? _gate;
    private readonly Counters _counters;
    private readonly TimeProvider _time;

    private TapeFileSource(IReadOnlyList<string> paths, PlaybackOptions options, Counters counters, TimeProvider time)
    {
        _paths = paths;
        _options = options;
        _counters = counters;
        _time = time;
        _speed = options.Paths.Where(file => file.Limit.IsPercent).Select(file => file.Limit.Value / 100).FirstOrDefault(1);
        RateLimit limit = options.Paths.Select(file => file.Limit).FirstOrDefault(limit => !limit.IsPercent && limit != RateLimit.None, RateLimit.None);
        _gate = limit == RateLimit.None ? null : new RateGate(limit, time, Random.Shared.NextDouble);
        Name = paths.Count == 1 ? paths[0] : $"{paths[0]} and {paths.Count - 1} more";
    }

    public string Name { get; }

    public string Description => $"{Name}: taped calls{(_options.Loops ? ", again and again" : "")}";

    /// <exception cref="PlaybackException">A file is not there or cannot be read.</exception>
    public static TapeFileSource Open(PlaybackOptions options, Counters counters, TimeProvider time)
    {
        string[] paths = [.. options.Paths.SelectMany(file => Expand(file.Address)).Distinct()];
        foreach (string path in paths)
        {
            OpenFile(path).Dispose();
        }

        return new TapeFileSource(paths, options, counters, time);
    }

    public void Run(CallSegments calls, CancellationToken stop)
    {
        do
        {
            Play(calls, stop);
        }
        while (_options.Loops && !stop.IsCancellationRequested);
    }

    /// <summary>What the files hold; delivers nothing.</summary>
    public TapeSurvey Survey()
    {
        var survey = new TapeSurvey(_paths);
        foreach (TapedCall call in Calls(CancellationToken.None))
        {
            survey.Add(call);
        }

        return survey;
    }

    public void Dispose()
    {
    }

    private void Play(CallSegments calls, CancellationToken stop)
    {
        var pace = new Pace(_speed, _options.MaxWait, _time);
        foreach (TapedCall call in Calls(stop))
        {
            bool isPlayed = pace.WaitFor(call.TimestampNs, stop);
            if (isPlayed && _gate?.Passes() != false)
            {
                calls.Send(call);
            }
            else
            {
                _counters.Add(isPlayed ? Counter.TapedMessagesLimited : Counter.TapedMessagesUnplayed, call.IsWhole ? 2 : 1);
            }
        }
    }

    /// <summary>In the order in which they began.</summary>
    private IEnumerable<TapedCall> Calls(CancellationToken stop)
    {
        var matcher = new CallMatcher(PatienceNs, MatchLimit);
        foreach (TapeMessage message in Messages(stop))
        {
            matcher.Add(message);
            while (matcher.Next() is { } call)
            {
                yield return call;
            }
        }

        while (matcher.Next(isEnd: true) is { } call)
        {
            yield return call;
        }
    }

    private IEnumerable<TapeMessage> Messages(CancellationToken stop)
    {
        List<TapeStream> streams = [.. _paths.Select(path => new TapeStream(OpenFile(path), Math.Max(1, _options.ReadDepth), _counters))];
        try
        {
            while (!stop.IsCancellationRequested && streams.Where(stream => stream.Next is not null).MinBy(stream => stream.Next!.Header.TimestampNs) is { } first)
            {
                yield return Take(first);
            }
        }
        finally
        {
            // What was looked at ahead and will not be played any more.
            _counters.Add(Counter.TapedMessagesUnplayed, streams.Sum(stream => stream.Ahead));
            streams.ForEach(stream => stream.Dispose());
        }
    }

    private TapeMessage Take(TapeStream stream)
    {
        try
        {
            return stream.Take();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new PlaybackException($"--input-file {Name}: {e.Message}. What came before it was played; mend or leave out the file.", e);
        }
    }

    private static string[] Expand(string path)
    {
        if (path.AsSpan().IndexOfAny('*', '?') < 0 || File.Exists(path))
        {
            return [path];
        }

        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        string[] files = !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => FileSystemName.MatchesSimpleExpression(Path.GetFileName(path), Path.GetFileName(file), ignoreCase: false))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new PlaybackException($"--input-file {path}: no file matches. Check the pattern with: ls {path}");
    }

    private static Stream OpenFile(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> magic = stackalloc byte[2];
            int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return length == 2 && magic[0] == 0x1F && magic[1] == 0x8B ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PlaybackException($"--input-file {path}: {e.Message.TrimEnd('.')}. Name a file that is there and may be read.", e);
        }
    }
}

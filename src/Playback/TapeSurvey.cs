using System.Globalization;
using System.Text;

namespace Gor.Playback;

/// <summary>What a dry run tells of files: how many calls, in what time, at what rate.</summary>
internal sealed class TapeSurvey(IReadOnlyList<string> files)
{
    private readonly Dictionary<long, int> _perSecond = [];
    private long _firstNs = long.MaxValue;
    private long _lastNs = long.MinValue;
    private long _longestPauseNs;
    private long _bytes;

    public long Calls { get; private set; }

    public long RequestsAlone { get; private set; }

    public long ResponsesAlone { get; private set; }

    public void Add(TapedCall call)
    {
        Calls += call.IsWhole ? 1 : 0;
        RequestsAlone += call.Response is null ? 1 : 0;
        ResponsesAlone += call.Request is null ? 1 : 0;
        _bytes += call.Size;
        _longestPauseNs = _lastNs == long.MinValue ? 0 : Math.Max(_longestPauseNs, call.TimestampNs - _lastNs);
        _firstNs = Math.Min(_firstNs, call.TimestampNs);
        _lastNs = Math.Max(_lastNs, call.TimestampNs);
        long second = call.TimestampNs / 1_000_000_000;
        _perSecond[second] = _perSecond.GetValueOrDefault(second) + 1;
    }

    public override string ToString()
    {
        long all = Calls + RequestsAlone + ResponsesAlone;
        double seconds = all == 0 ? 0 : (_lastNs - _firstNs) / 1e9;
        (string Name, string Value)[] rows =
        [
            ("files", Number(files.Count)),
            ("calls", Number(Calls)),
            ("requests alone", Number(RequestsAlone)),
            ("responses alone", Number(ResponsesAlone)),
            ("bytes", Number(_bytes)),
            ("first", all == 0 ? "-" : Time(_firstNs)),
            ("last", all == 0 ? "-" : Time(_lastNs)),
            ("seconds", seconds.ToString("F3", CultureInfo.InvariantCulture)),
            ("longest pause, seconds", (_longestPauseNs / 1e9).ToString("F3", CultureInfo.InvariantCulture)),
            ("a second, on average", (seconds > 0 ? all / seconds : all).ToString("F1", CultureInfo.InvariantCulture)),
            ("a second, at most", Number(_perSecond.Values.DefaultIfEmpty(0).Max())),
        ];
        var text = new StringBuilder();
        foreach ((string name, string value) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,-24}{value}").AppendLine();
        }

        return text.ToString();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(long ns) =>
        DateTimeOffset.UnixEpoch.AddTicks(ns / TimeSpan.NanosecondsPerTick).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

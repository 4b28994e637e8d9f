using System.Diagnostics;

namespace Gor.Load;

/// <summary>One run of a program from its start to its end.</summary>
internal sealed record Sample(double CpuSeconds, double WallSeconds, double Megabytes, string Messages)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);

    public static Sample Of(IReadOnlyList<string> command)
    {
        double before = ChildTimes.CpuSeconds;
        long start = Stopwatch.GetTimestamp();
        using Subject subject = Subject.Start(command);
        double megabytes = 0;
        while (!subject.HasEnded(Look))
        {
            megabytes = Math.Max(megabytes, subject.PeakMegabytes);
            if (Stopwatch.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"{string.Join(' ', command)} does not end: {subject.Messages}");
            }
        }

        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        subject.WaitAsync(Limit).GetAwaiter().GetResult();
        return new Sample(ChildTimes.CpuSeconds - before, wall, megabytes, subject.Messages);
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Gor.Masking;
using Gor.Output;
using Serilog.Core;

namespace Gor.Benchmarks.Masking;

/// <summary>
/// What rules cost as a multiple of the JSON encoding of the same record, without BenchmarkDotNet, so that it can be compiled ahead of time
/// as the program is:
/// <c>dotnet publish tests/Gor.Benchmarks -r linux-x64 -p:Ratios=true -o artifacts/ratios &amp;&amp; artifacts/ratios/Gor.Benchmarks</c>
/// </summary>
internal static class RuleRatios
{
    private const int Rounds = 15;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    /// <param name="names">Of <see cref="RuleTexts"/>, and of <see cref="BodyKind"/>; none: all.</param>
    public static void Print(TextWriter output, string[] names)
    {
        string[] rulesWanted = [.. names.Where(RuleTexts.Names.Contains)];
        string[] kindsWanted = [.. names.Except(rulesWanted)];
        foreach (BodyKind kind in Enum.GetValues<BodyKind>().Where(kind => kindsWanted.Length == 0 || kindsWanted.Contains(kind.ToString())))
        {
            output.WriteLine($"{"body " + kind,-16}" + string.Concat(Sizes.Select(size => $"{size,12:N0} B")));
            foreach (string rules in rulesWanted.Length > 0 ? rulesWanted : RuleTexts.Names)
            {
                output.WriteLine($"{rules,-16}" + string.Concat(Sizes.Select(size => Cell(new SampleRecord(size, kind), rules))));
            }
        }
    }

    /// <summary>Microseconds that the rules take, and the ratio; medians of rounds in turn, without what filling the record takes.</summary>
    private static string Cell(SampleRecord record, string rules)
    {
        var set = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = RuleTexts.Of(rules) }), Logger.None);
        var details = new Details();
        var counters = new Counters();
        var line = new ArrayBufferWriter<byte>();
        Action fill = () => record.Fill(details);
        Action encode = () =>
        {
            record.Fill(details);
            line.ResetWrittenCount();
            NdjsonEncoder.Encode(details, line);
        };
        Action apply = () =>
        {
            record.Fill(details);
            set.Apply(details, counters);
        };
        Action[] all = [fill, encode, apply];
        double[][] times = [.. all.Select(_ => new double[Rounds])];
        for (int round = -2; round < Rounds; round++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                times[i][Math.Max(0, round)] = Time(all[i]);
            }
        }

        double[] medians = [.. times.Select(one => one.Order().ElementAt(Rounds / 2))];
        double rulesTime = medians[2] - medians[0];
        return string.Create(CultureInfo.InvariantCulture, $"{rulesTime,8:F1} {rulesTime / (medians[1] - medians[0]),5:F2}");
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        int runs = 0;
        for (; Stopwatch.GetElapsedTime(start) < Round; runs += 10)
        {
            for (int i = 0; i < 10; i++)
            {
                action();
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / runs;
    }
}

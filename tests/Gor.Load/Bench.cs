using System.Globalization;
using System.Runtime.InteropServices;

namespace Gor.Load;

/// <summary>The whole table for one program.</summary>
internal static class Bench
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        List<BenchRow> rows = [];
        var files = new FileRows(options);
        if (options.Parts.Contains("file"))
        {
            rows.AddRange(await files.MeasureAsync());
            if (options.Parts.Contains("others"))
            {
                rows.AddRange(files.MeasureOthers());
            }
        }

        if (options.Parts.Contains("growth"))
        {
            rows.AddRange(new GrowthRows(options).Measure());
        }

        if (options.Parts.Contains("start"))
        {
            rows.AddRange(await new StartRows(options).MeasureAsync());
        }

        if (options.Parts.Contains("live"))
        {
            rows.AddRange(await new LiveRows(options).MeasureAsync());
        }

        if (options.Parts.Contains("long"))
        {
            rows.AddRange(await new LongRows(options).MeasureAsync());
        }

        string machine = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}");
        var report = new BenchReport(options.Commit, machine, rows);
        report.Print(Console.Out);
        report.Save(options.Report);
        if (options.Compare.Length > 0)
        {
            Console.WriteLine();
            Comparison.Print(BenchReport.Load(options.Compare), report, Console.Out);
        }

        return 0;
    }
}

using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Gor.Benchmarks;

/// <summary>MB/s, for benchmarks with a parameter <c>Size</c> that is the bytes of one operation.</summary>
public sealed class ThroughputColumn : IColumn
{
    private const string Parameter = "Size";

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Megabytes of body text in a second";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        object? size = benchmarkCase.Parameters.Items.FirstOrDefault(item => item.Name == Parameter)?.Value;
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return size is int bytes && nanoseconds is { } mean ? (bytes * 1000.0 / mean).ToString("N0", CultureInfo.InvariantCulture) : "";
    }
}

namespace Gor.Metrics;

/// <summary>How a metric's values are to be read.</summary>
internal enum MetricKind
{
    /// <summary>Only grows while the process runs.</summary>
    Counter,

    Gauge,

    Histogram,
}

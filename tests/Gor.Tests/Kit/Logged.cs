using System.Collections.Concurrent;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Gor.Tests.Kit;

/// <summary>Keeps the log lines of one test.</summary>
internal sealed class Logged : ILogEventSink
{
    private readonly ConcurrentQueue<string> _lines = [];

    public Logged() => Log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(this).CreateLogger();

    public ILogger Log { get; }

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Emit(LogEvent logEvent) => _lines.Enqueue($"{logEvent.Level}: {logEvent.RenderMessage()}");
}

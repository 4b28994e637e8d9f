using Serilog.Core;
using Serilog.Events;

namespace Gor;

/// <summary>Keeps log lines and the status line of a terminal apart.</summary>
internal sealed class LogAboveStatus(ILogEventSink sink, StatusLine status) : ILogEventSink
{
    public void Emit(LogEvent logEvent) => status.Above(() => sink.Emit(logEvent));
}

using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Gor.Cli;

/// <summary>Writes log events as plain lines.</summary>
internal sealed class RulesLog(TextWriter writer) : ILogEventSink
{
    public void Emit(LogEvent logEvent) => writer.WriteLine(logEvent.RenderMessage(CultureInfo.InvariantCulture));
}

using System.Globalization;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace Gor;

/// <summary>The log of a run: on stderr, so that stdout holds records only.</summary>
internal static class RunLog
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <param name="verbose">GoReplay's level: 2 and more say what only helps to find a fault.</param>
    /// <param name="status">What it is written above.</param>
    public static Logger Open(int verbose, StatusLine status) => new LoggerConfiguration()
        .MinimumLevel.Is(verbose >= 2 ? LogEventLevel.Debug : LogEventLevel.Information)
        .WriteTo.Sink(LoggerSinkConfiguration.Wrap(
            sink => new LogAboveStatus(sink, status),
            to => to.Console(
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose)))
        .CreateLogger();
}

using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Gor;

/// <summary>The log of a run: on stderr, so that stdout holds records only.</summary>
internal static class RunLog
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <param name="verbose">GoReplay's level: 2 and more say what only helps to find a fault.</param>
    public static Logger Open(int verbose) => new LoggerConfiguration()
        .MinimumLevel.Is(verbose >= 2 ? LogEventLevel.Debug : LogEventLevel.Information)
        .WriteTo.Console(
            outputTemplate: Line,
            formatProvider: CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}

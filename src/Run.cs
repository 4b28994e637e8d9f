using Gor.Cli;
using Gor.Output;
using Serilog.Core;

namespace Gor;

/// <summary>One run, from its options to its exit code.</summary>
internal static class Run
{
    public static async Task<int> ExecuteAsync(RunCommand command, TextWriter stdout, TextWriter stderr)
    {
        Options options = command.Options;
        var status = new StatusLine(stderr, isTerminal: !Console.IsErrorRedirected);
        await using Logger log = RunLog.Open(options.Verbose, status);
        if (command.Line.Length > 0)
        {
            log.Information("the variables are: {Line:l}", command.Line);
        }

        foreach (string note in command.Notes)
        {
            log.Warning("{Note:l}", note);
        }

        try
        {
            if (options.Playback is { IsDryRun: true, Paths.Count: > 0 })
            {
                await stdout.WriteAsync(DryRun.Survey(options.Playback));
                return ExitCode.Done;
            }

            if (options.IsDryRun)
            {
                foreach (string line in DryRun.Describe(options, log))
                {
                    await stdout.WriteLineAsync(line);
                }

                return ExitCode.Done;
            }

            await using Pipelines pipelines = Pipelines.Open(options, log);
            using var signals = new Signals();
            signals.OnStop();
            signals.OnReload(() =>
            {
                pipelines.Back.Rules.Reload(pipelines.Back.Ledger.NewBlock());
                pipelines.Front.Rescan();
            });
            signals.OnReport(() => status.Above(() => stderr.Write(pipelines.Ledgers)));
            foreach (string line in pipelines.Describe())
            {
                log.Information("{Line:l}", line);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
            if (options.ExitAfter > TimeSpan.Zero)
            {
                stop.CancelAfter(options.ExitAfter);
            }

            Systemd? manager = Systemd.Open(Environment.GetEnvironmentVariable, log);
            await using var observers = new Observers(pipelines, options, manager, log, stop.Cancel);
            observers.Start(stderr, status);
            await using CancellationTokenRegistration stopping = stop.Token.Register(observers.Stopping);
            bool isWhole = await pipelines.RunAsync(stop.Token);
            status.End();
            await stderr.WriteAsync(pipelines.Ledgers);
            bool hasLost = pipelines.Outputs.Count(output => TellLoss(output, log)) > 0;
            if (pipelines.Unanswered > 0)
            {
                hasLost = true;
                log.Error("{Lost} messages are lost in the middleware, which failed before it gave them back", pipelines.Unanswered);
            }

            return !isWhole || observers.HaveFailed ? ExitCode.Failed : hasLost ? ExitCode.Lost : ExitCode.Done;
        }
        catch (StartException refused)
        {
            UsageReport.Write(refused.Errors, stderr);
            return refused.ExitCode;
        }
    }

    private static bool TellLoss(IOutput output, Logger log)
    {
        if (output.Tally.Lost > 0)
        {
            log.Error("{Lost} calls are lost to {Output:l}: {Reasons:l}", output.Tally.Lost, output.Name, output.Tally.Losses());
        }

        return output.Tally.Lost > 0;
    }
}

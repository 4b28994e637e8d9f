using System.Collections;
using Gor;
using Gor.Cli;
using Gor.Collector;
using Gor.Files;

return Parse() switch
{
    HelpCommand help => Print(help.Text),
    PrintCommand print => Print(print.Text),
    VersionCommand => Print($"{VersionText.Of()}{Environment.NewLine}"),
    UsageError error => Refuse(error),
    DisabledCommand disabled => Print($"gor: {disabled.Reason}{Environment.NewLine}", Console.Error),
    RulesCommandLine rules => RulesCommand.Run(rules, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error),
    CollectCommand collect => await UntilStoppedAsync(stop => CollectAsync(collect, stop)),
    DevicesCommand devices => DevicesReport.Print(devices.IsJson, Console.Out, Console.Error),
    FileServerCommand files => await UntilStoppedAsync(stop => FileServer.RunAsync(files.Listen, Environment.CurrentDirectory, Console.Error, stop)),
    RunCommand run => await Run.ExecuteAsync(run, Console.Out, Console.Error),
    Command unknown => throw new NotSupportedException(unknown.GetType().Name),
};

Command Parse() => CommandLine.Parse(
    args,
    Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""));

static int Print(string text, TextWriter? writer = null)
{
    (writer ?? Console.Out).Write(text);
    return ExitCode.Done;
}

static int Refuse(UsageError error)
{
    UsageReport.Write(error.Errors, Console.Error);
    return ExitCode.Usage;
}

static async Task<int> CollectAsync(CollectCommand collect, CancellationToken stop)
{
    using LineStream stdout = LineStream.OpenStandardOutput();
    var options = new CollectOptions { Listen = collect.Listen, Output = collect.Output };
    return await CollectServer.RunAsync(options, stdout, Console.Error, stop);
}

static async Task<int> UntilStoppedAsync(Func<CancellationToken, Task<int>> serve)
{
    using var signals = new Signals();
    signals.OnStop();
    return await serve(signals.Stop);
}

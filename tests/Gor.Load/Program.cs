using System.Net;
using Gor.Load;

return args switch
{
    ["serve", var listen] => await Until(stop => WebApp.RunAsync(IPEndPoint.Parse(listen), stop)),
    ["sink", var listen] => await Until(stop => RecordSink.RunAsync(IPEndPoint.Parse(listen), stop)),
    ["call", var server, var connections, var calls] => await CallAsync(new Uri(server), int.Parse(connections), int.Parse(calls)),
    ["load", var server, var connections, var rate, var seconds] =>
        await LoadAsync(new Uri(server), int.Parse(connections), double.Parse(rate), TimeSpan.FromSeconds(double.Parse(seconds))),
    ["bench", .. var rest] => await Bench.RunAsync(BenchOptions.Parse(rest)),
    ["compare", var before, var after] => Comparison.Print(BenchReport.Load(before), BenchReport.Load(after), Console.Out),
    ["flame", var title] => Flame(title),
    _ => Usage(),
};

static async Task<int> Until(Func<CancellationToken, Task> serve)
{
    using var stop = new CancellationTokenSource();
    using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGTERM,
        context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
    await serve(stop.Token);
    return 0;
}

static async Task<int> CallAsync(Uri server, int connections, int calls)
{
    using var load = new LoadGenerator(server, connections);
    long done = await load.RunAsync(calls, callsPerSecond: 0, TimeSpan.FromMinutes(5));
    Console.WriteLine($"{done} calls");
    return done == calls ? 0 : 1;
}

static async Task<int> LoadAsync(Uri server, int connections, double callsPerSecond, TimeSpan time)
{
    using var load = new LoadGenerator(server, connections);
    Console.WriteLine($"{await load.RunAsync(long.MaxValue, callsPerSecond, time)} calls");
    return 0;
}

static int Flame(string title)
{
    FlameGraph graph = FlameGraph.Read(Console.In);
    graph.Write(Console.Out, $"{title}: {graph.Samples} samples");
    return graph.Samples > 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Gor.Load serve ADDRESS:PORT                    a web server with JSON bodies of 2, 10 and 100 KB
               Gor.Load sink ADDRESS:PORT                     takes bundles of records at /message and counts them
               Gor.Load call URL CONNECTIONS CALLS            calls the server
               Gor.Load load URL CONNECTIONS RATE SECONDS     calls it so many times a second; 0: as often as it goes
               Gor.Load bench --gor PATH --capture FILE ...   see bin/bench
               Gor.Load compare OLD.json NEW.json
               Gor.Load flame TITLE                           reads what perf script prints, writes an SVG
        """);
    return 2;
}

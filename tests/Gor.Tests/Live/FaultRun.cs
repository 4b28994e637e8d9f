using System.Globalization;
using System.Text;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Live;

/// <summary>
/// The whole program between real calls on loopback and a destination with faults, and the question at the end: where is every call?
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int PerSecond = 500;

    /// <summary>Length of a fault, in seconds: short in every test run, a minute in <c>bin/faults</c>.</summary>
    public static readonly TimeSpan FaultLength = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("GOR_FAULT_SECONDS") ?? "4", CultureInfo.InvariantCulture));

    private readonly TemporaryFolder _folder = new();
    private readonly List<GorProcess> _programs = [];

    private FaultRun(Calls calls)
    {
        Calls = calls;
        Spool = Path.Combine(_folder.Path, "spool");
        Sink = new FaultSink(ResurfaceOutputTests.FreePort());
        Url = Sink.Url;
    }

    public Calls Calls { get; }

    public FaultSink Sink { get; }

    /// <summary>The sink's.</summary>
    public string Url { get; set; }

    public string Spool { get; set; }

    /// <summary>More of the command line.</summary>
    public IReadOnlyList<string> Flags { get; set; } = [];

    /// <summary>A program in front of gor.</summary>
    public IReadOnlyList<string> Prefix { get; set; } = [];

    public string Rules { get; set; } = "include default";

    public GorProcess Gor => _programs[^1];

    /// <summary>A file of the test's own.</summary>
    public string Temporary(string name) => Path.Combine(_folder.Path, name);

    public static async Task<FaultRun> NewAsync(int perSecond = PerSecond, byte[]? body = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "captures loopback, which needs root");
        return new FaultRun(await Calls.ListenAsync(perSecond, body ?? "hello"u8.ToArray()));
    }

    /// <summary>Starts gor, and waits until it captures.</summary>
    public async Task StartGorAsync()
    {
        string[] arguments =
        [
            "--input-raw", $"lo:{Calls.Port}", "--input-raw-buffer-size", "64mb", "--output-resurface", Url, "--output-resurface-rules", Rules,
            "--output-resurface-spool", Spool, .. Flags,
        ];
        _programs.Add(GorProcess.Start(null, Prefix, arguments));
        await Gor.UntilLogAsync("rules: ");
    }

    /// <summary>Calls go on for a second; then a fault; then the sink is well and calls go on for two seconds.</summary>
    public async Task SufferAsync(Func<Task> begin, Func<Task> end)
    {
        await Sink.StartAsync();
        await StartGorAsync();
        Calls.Start();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await begin();
        await Task.Delay(FaultLength);
        await end();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Calls.StopAsync();
    }

    /// <summary>Waits until nothing waits any more, in memory or on disk, then ends gor.</summary>
    public async Task DrainAsync(int exitCode = 0, TimeSpan? patience = null)
    {
        DateTime end = DateTime.UtcNow + (patience ?? TimeSpan.FromSeconds(40) + FaultLength);
        while (Calls.Answered.Except(Sink.Taken).Any() && DateTime.UtcNow < end)
        {
            await Task.Delay(100);
        }

        await StopGorAsync(exitCode);
    }

    public async Task<Account> StopGorAsync(int exitCode = 0)
    {
        int code = await Gor.StopAsync();
        Assert.True(code == exitCode, $"exit code {code}\n{Gor.Log}");
        return Account();
    }

    public Account Account() => Live.Account.Read(Gor.Log, Url);

    /// <summary>The numbers of the calls that wait in the spool, or were set aside in it.</summary>
    public IReadOnlyCollection<int> Spooled(bool rejected = false) =>
    [
        .. Directory.Exists(Spool)
            ? Directory.GetFiles(Spool, "*.bundle", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "rejected" == rejected)
                .SelectMany(file => SpoolFile.Read(file) is { } bundle ? FaultSink.NumbersIn(Encoding.UTF8.GetString(bundle.Text().Span)) : [])
            : [],
    ];

    /// <summary>
    /// Every call that was answered has arrived, waits in the spool, or is counted as lost; none came from nowhere, and none came
    /// twice that is not counted.
    /// </summary>
    /// <param name="row">Its line in the table.</param>
    /// <param name="lost">Calls that may be missing; null: those that the ledger counts, exactly.</param>
    /// <param name="repeated">Calls that may come twice; null: those that the ledger counts, at most.</param>
    /// <param name="note">For the table.</param>
    /// <param name="due">The calls that count, where others went on while nobody captured.</param>
    public Account Check(string row, long? lost = null, long? repeated = null, string note = "", IReadOnlyCollection<int>? due = null)
    {
        Account account = Account();
        Assert.True(account.IsBalanced, Gor.Log);
        HashSet<int> sent = [.. due ?? Calls.Answered];
        HashSet<int> arrived = [.. Sink.Taken];
        HashSet<int> kept = [.. Spooled(), .. Spooled(rejected: true)];
        Assert.Empty(arrived.Except(Calls.Answered));
        int missing = sent.Except(arrived).Except(kept).Count();
        if (lost is { } most)
        {
            Assert.InRange(missing, 0, most);
        }
        else
        {
            Assert.True(missing == account.Lost, $"{missing} calls are missing, {account.Lost} are counted as lost\n{Gor.Log}");
        }

        Assert.True(Sink.Repeated <= (repeated ?? account.Repeated), $"{Sink.Repeated} calls came again, {account.Repeated} are counted\n{Gor.Log}");
        Report(row, sent.Count, arrived.Intersect(sent).Count(), kept.Except(arrived).Count(), missing, Sink.Repeated, note);
        return account;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GorProcess program in _programs)
        {
            await program.DisposeAsync();
        }

        await Sink.DisposeAsync();
        await Calls.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A line of docs/delivery.md, where somebody collects them.</summary>
    private void Report(string row, int sent, int arrived, int kept, int lost, int repeated, string note)
    {
        if (Environment.GetEnvironmentVariable("GOR_FAULT_TABLE") is { Length: > 0 } table)
        {
            string line = string.Create(
                CultureInfo.InvariantCulture, $"| {row} | {Calls.Rate:0} | {sent} | {arrived} | {kept} | {lost} | {repeated} | {note} |\n");
            File.AppendAllText(table, line);
        }
    }
}

using System.Text;
using Gor.Output;
using Gor.Tests.Kit;

namespace Gor.Tests.Output;

public sealed class StreamOutputTests : IDisposable
{
    private readonly Logged _logged = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gor-output-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "calls.ndjson");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Appends_in_order_to_a_file_for_the_owner_only()
    {
        for (int run = 0; run < 2; run++)
        {
            await using IOutput output = OpenFile($"file://{Path}");
            IRecordWriter writer = output.OpenWriter();
            writer.Write("[1]"u8);
            writer.Write("[2]"u8);
            writer.Close();
            await output.StopAsync(CancellationToken.None);
            Assert.Equal("2 = 2 delivered", output.Tally.ToString());
        }

        Assert.Equal("[1]\n[2]\n[1]\n[2]\n", await File.ReadAllTextAsync(Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    [Fact]
    public async Task A_tick_writes_what_is_old()
    {
        await using IOutput output = OpenFile(Path, TimeSpan.FromMilliseconds(1));
        IRecordWriter writer = output.OpenWriter();
        writer.Write("[1]"u8);
        await Eventually.TrueAsync(() =>
        {
            writer.Tick(isBehind: false);
            return new FileInfo(Path).Length == 4;
        });
        writer.Close();
        await output.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void Refuses_a_folder_a_missing_folder_and_a_file_in_use()
    {
        Assert.Contains("is a directory", Refusal(_folder));
        Assert.Contains("does not exist", Refusal(System.IO.Path.Combine(_folder, "missing", "calls.ndjson")));
        using LineStream other = LineStream.OpenFile(Path);
        Assert.Contains("cannot be written", Refusal(Path));
    }

    [Fact]
    public async Task Counts_what_a_closed_pipe_does_not_take_and_never_tries_again()
    {
        var pipe = new BreakingStream(breaksAt: 2);
        await using StreamOutput output = Over(pipe, endsAtError: true);
        WriteOneByOne(output, 5);
        await output.StopAsync(CancellationToken.None);
        Assert.Equal("5 = 1 delivered + 4 rejected", output.Tally.ToString());
        Assert.Equal(2, pipe.Writes);
        Assert.Contains(_logged.Lines, line => line.Contains("1 records not written: broken"));
    }

    [Fact]
    public async Task Goes_on_when_a_disk_has_room_again()
    {
        var disk = new BreakingStream(breaksAt: 2);
        await using StreamOutput output = Over(disk, endsAtError: false);
        WriteOneByOne(output, 5);
        await output.StopAsync(CancellationToken.None);
        Assert.Equal("5 = 4 delivered + 1 rejected", output.Tally.ToString());
        Assert.Equal("[0]\n[2]\n[3]\n[4]\n", disk.Text);
    }

    [Fact]
    public async Task Gives_up_what_a_reader_that_stands_still_does_not_take()
    {
        using var reader = new ManualResetEventSlim();
        await using StreamOutput output = Over(new BreakingStream(breaksAt: int.MaxValue, reader), endsAtError: true);
        WriteOneByOne(output, 5);
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("5 = 5 given up", output.Tally.ToString());
        reader.Set();
    }

    private static void WriteOneByOne(IOutput output, int count)
    {
        IRecordWriter writer = output.OpenWriter();
        for (int i = 0; i < count; i++)
        {
            writer.Write(Encoding.UTF8.GetBytes($"[{i}]"));
            writer.Tick(isBehind: false);
        }

        writer.Close();
    }

    private static string Refusal(string path) => Assert.Throws<OutputException>(() => OpenFile(path)).Message;

    private static IOutput OpenFile(string destination, TimeSpan? age = null)
    {
        var options = new OutputOptions { Resurface = [destination], BundleAge = age ?? TimeSpan.FromSeconds(1) };
        return OutputFactory.Create(options, false, false, new BundleQueues(holdBack: true, TimeProvider.System), new Logged().Log).Single();
    }

    private StreamOutput Over(Stream stream, bool endsAtError) => new(
        "test",
        LineStream.Over(stream),
        new StreamSettings(TimeSpan.Zero, endsAtError),
        new BundleQueue(1 << 20, waitsForRoom: false, TimeProvider.System),
        new OutputLog("test", _logged.Log, TimeProvider.System),
        TimeProvider.System);
}

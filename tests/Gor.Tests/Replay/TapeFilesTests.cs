using System.IO.Compression;
using System.Text;
using Gor.Replay;
using Gor.Tests.Capture;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Replay;

public sealed class TapeFilesTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero));

    public TapeFilesTests() => _time.SetLocalTimeZone(TimeZoneInfo.Utc);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_variable_has_its_value()
    {
        Append("%Y-%m-%d_%H.%M.%S.%NS_%r_%t_%i_%x.gor", new TapeFileSettings { Appends = true }, Call("a"));
        string id = Gor.Tape.TapeId.Of("a"u8).ToString();
        Assert.Equal(
            [$"2026-03-04_05.06.07.089000000_{id}_1_run_%x.gor", $"2026-03-04_05.06.07.089000000_{id}_2_run_%x.gor"], Names());
    }

    [Fact]
    public void Chunks_are_numbered_before_the_extension_and_go_on_where_the_last_run_ended()
    {
        var settings = new TapeFileSettings { QueueLimit = 4 };
        Append("calls.gor", settings, Call("a"), Call("b"), Call("c"));
        Assert.Equal(["calls_0.gor", "calls_1.gor"], Names());
        Append("calls.gor", settings, Call("d"));
        Assert.Equal(["calls_0.gor", "calls_1.gor", "calls_2.gor"], Names());
        Assert.Equal(Call("c"), Read("calls_1.gor"));
        File.Delete(Path.Combine(_folder.Path, "calls_0.gor"));
        Append("calls.gor", settings, Call("e"));
        Assert.Equal(Call("e"), Read("calls_3.gor"));
    }

    [Fact]
    public void A_chunk_ends_at_its_size_and_no_call_is_torn_apart()
    {
        Append("calls.gor", new TapeFileSettings { SizeLimit = 10, QueueLimit = 0 }, Call("a"), Call("b"));
        Assert.Equal((Call("a"), Call("b")), (Read("calls_0.gor"), Read("calls_1.gor")));
    }

    [Fact]
    public void Without_limits_there_is_one_chunk()
    {
        Append("calls.gor", new TapeFileSettings { SizeLimit = 0, QueueLimit = 0 }, [.. Enumerable.Repeat(Call("a"), 400)]);
        Assert.Equal(["calls_0.gor"], Names());
    }

    [Fact]
    public void Appending_keeps_what_was_there()
    {
        var settings = new TapeFileSettings { Appends = true, QueueLimit = 1 };
        Append("calls.gor", settings, Call("a"));
        Append("calls.gor", settings, Call("b"));
        Assert.Equal(["calls.gor"], Names());
        Assert.Equal(Call("a") + Call("b"), Read("calls.gor"));
    }

    [Fact]
    public void What_is_compressed_can_be_read_while_it_is_written_and_appended_to()
    {
        var settings = new TapeFileSettings { Appends = true };
        using (TapeFiles files = Open("calls.gor.gz", settings))
        {
            files.Append(Encoding.UTF8.GetBytes(Call("a")));
            using var partial = new GZipStream(File.OpenRead(Path.Combine(_folder.Path, "calls.gor.gz")), CompressionMode.Decompress);
            byte[] read = new byte[Encoding.UTF8.GetByteCount(Call("a"))];
            partial.ReadExactly(read);
            Assert.Equal(Call("a"), Encoding.UTF8.GetString(read));
        }

        Append("calls.gor.gz", settings, Call("b"));
        Assert.Equal(Call("a") + Call("b"), Read("calls.gor.gz"));
    }

    [Fact]
    public void Another_time_is_another_file()
    {
        using TapeFiles files = Open("%S.gor", new TapeFileSettings());
        files.Append(Encoding.UTF8.GetBytes(Call("a")));
        _time.Advance(TimeSpan.FromSeconds(1));
        files.Append(Encoding.UTF8.GetBytes(Call("b")));
        Assert.Equal(["07_0.gor", "08_0.gor"], Names());
    }

    [Fact]
    public void The_total_limit_ends_it()
    {
        using TapeFiles files = Open("a.gor", new TapeFileSettings { TotalLimit = Encoding.UTF8.GetByteCount(Call("a")) });
        files.Append(Encoding.UTF8.GetBytes(Call("a")));
        Assert.Contains("--output-file-max-size-limit", Assert.Throws<IOException>(() => files.Append(Encoding.UTF8.GetBytes(Call("b")))).Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_at_the_start_and_one_of_variables_is_made()
    {
        Assert.Contains("does not exist; make it", Assert.Throws<IOException>(() => Open("none/a.gor", new TapeFileSettings()).Check()).Message);
        Append("%Y/a.gor", new TapeFileSettings { Appends = true }, Call("a"));
        Assert.Equal(Call("a"), Read("2026/a.gor"));
    }

    [Fact]
    public void Only_the_owner_may_read()
    {
        Append("a.gor", new TapeFileSettings { Appends = true }, Call("a"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "a.gor")));
        }
    }

    private static string Call(string id) =>
        $"1 {Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes(id))} 5 7\nGET /{id} HTTP/1.1\r\n\r\n{End}2 {Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes(id))} 6 7\nHTTP/1.1 200 \r\n\r\n{End}";

    private TapeFiles Open(string template, TapeFileSettings settings) => new(new TapeFileName(Path.Combine(_folder.Path, template), "run"), settings, _time);

    private void Append(string template, TapeFileSettings settings, params string[] calls)
    {
        using TapeFiles files = Open(template, settings);
        files.Check();
        files.Append(Encoding.UTF8.GetBytes(string.Concat(calls)));
    }

    private string[] Names() => [.. Directory.EnumerateFiles(_folder.Path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private string Read(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(_folder.Path, name));
        using Stream stream = name.EndsWith(".gz") ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new StreamReader(stream).ReadToEnd();
    }
}

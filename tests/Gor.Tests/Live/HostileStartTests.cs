using System.Diagnostics;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>Starts that cannot work, by the whole program: it ends at once, says in a paragraph why and what to do, and with which code.</summary>
public sealed class HostileStartTests : IDisposable
{
    /// <summary>Much more than it needs; less than any retry.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--input-rwa x", "Unknown flag \"--input-rwa\": did you mean --input-raw?")]
    [InlineData("--input-raw :70000", "there is no port 70000: ports are 1 to 65535")]
    [InlineData("--input-raw ::1:80", "::1:80")]
    [InlineData("--input-raw :80 stray", "Unexpected \"stray\"")]
    [InlineData("--input-raw :80 --exit-after 5", "a duration needs a unit: write 5s")]
    [InlineData("--input-raw :80 --verbose loud", "--verbose \"loud\": expected a whole number")]
    [InlineData("--output-null", "Nothing to capture")]
    [InlineData("", "Nothing to capture")]
    [InlineData("colect", "did you mean gor collect?")]
    [InlineData("--input-raw :80 --output-resurface ftp://x/", "the scheme ftp is unknown; expected http://")]
    [InlineData("--input-raw :80 --output-resurface http://10.0.0.9/message", "permit it by the line allow_http_url")]
    [InlineData("--input-raw :80 --output-resurface-rules /x/~rmove", "--output-resurface-rules:1:1: expected a verb")]
    [InlineData("--input-raw :80 --output-resurface-rules include~debgu", "did you mean 'debug'?")]
    [InlineData("--input-raw :80 --output-resurface-rules file:///no/such/rules", "the rules file cannot be read")]
    public async Task A_wrong_command_line_ends_with_2(string line, string reason)
    {
        await AssertRefusedAsync(2, reason, line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace('~', ' ')));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        await using GorProcess gor = GorProcess.Start(null, "--input-raw", ":70000", "--exit-after", "5", "--verbos", "1");
        Assert.Equal(2, await gor.ExitAsync());
        Assert.Equal(3, ParagraphsOf(gor.Log));
    }

    [Theory]
    [InlineData("nosuch0:80", "There is no device \"nosuch0\"")]
    [InlineData("no-such-file.pcap", "There is no capture file")]
    [InlineData("text.pcap", "is no capture file: it starts with the text \"hello\"")]
    [InlineData("empty.pcap", "is empty")]
    [InlineData("folder.pcap", "is a folder, not a capture file")]
    public async Task What_cannot_be_captured_ends_with_1(string input, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "text.pcap"), "hello");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "empty.pcap"), "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder.pcap"));
        string target = input.EndsWith(".pcap", StringComparison.Ordinal) ? Path.Combine(_folder.Path, input) : input;
        await AssertRefusedAsync(1, reason, ["--input-raw", target, "--output-null"]);
    }

    [Fact]
    public async Task A_file_of_somebody_else_ends_with_1()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Taking on another user needs Linux and root.");
            return;
        }

        string theirs = Path.Combine(_folder.Path, "theirs.pcap");
        File.Copy(GoldenCapturePath, theirs);
        File.SetUnixFileMode(theirs, UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        string[] prefix = ["setpriv", "--reuid", "65534", "--clear-groups"];
        Assert.SkipUnless(CanRun(prefix), "gor lies where other users may not run it.");
        await using GorProcess gor = GorProcess.Start(null, prefix, ["--input-raw", theirs, "--output-null"]);
        await AssertRefusedAsync(gor, 1, "permission");
    }

    [Theory]
    [InlineData("/no/such/folder/calls.ndjson", "the folder /no/such/folder does not exist")]
    public async Task An_output_that_cannot_be_written_ends_with_1(string output, string reason)
    {
        await AssertRefusedAsync(1, reason, ["--input-raw", GoldenCapturePath, "--output-resurface", output]);
    }

    [Fact]
    public async Task A_filter_that_is_none_ends_with_1()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Capturing on loopback needs Linux and root.");
        await AssertRefusedAsync(1, "The filter \"port and\" is refused", ["--input-raw", "lo:80", "--input-raw-bpf-filter", "port and", "--output-null"]);
    }

    /// <summary>Everything before the cut is used.</summary>
    /// <summary>Whoever may replace a file may have calls written wherever gor may write.</summary>
    [Theory]
    [InlineData("--output-resurface FOLDER/calls.ndjson")]
    [InlineData("--output-resurface file://FOLDER/calls.ndjson")]
    [InlineData("--output-file FOLDER/calls.gor --output-null")]
    [InlineData("--output-pcap FOLDER/kept.pcap --output-null")]
    [InlineData("--output-resurface http://127.0.0.1:1/message --output-resurface-spool FOLDER/spool")]
    public async Task A_folder_that_everyone_may_write_to_ends_with_1(string flags)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "Windows has no such modes.");
        string folder = Path.Combine(_folder.Path, "shared");
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        string[] words = flags.Replace("FOLDER", folder, StringComparison.Ordinal).Split(' ');
        await AssertRefusedAsync(1, $"everyone may write to the folder {folder}", ["--input-raw", GoldenCapturePath, .. words]);

        // As in /tmp, where only owners may remove files.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit);
        await using GorProcess gor = GorProcess.Start(null, ["--input-raw", GoldenCapturePath, .. words, "--shutdown-timeout", "1s"]);
        Assert.DoesNotContain("everyone may write", gor.Log, StringComparison.Ordinal);
        Assert.True(await gor.ExitAsync() is 0 or 3, gor.Log);
    }

    [Fact]
    public async Task A_capture_that_is_cut_is_read_to_the_cut()
    {
        string cut = Path.Combine(_folder.Path, "cut.pcap");
        byte[] whole = await File.ReadAllBytesAsync(GoldenCapturePath);
        await File.WriteAllBytesAsync(cut, whole[..900]);
        await using GorProcess gor = GorProcess.Start(null, "--input-raw", cut, "--output-resurface", "-");
        Assert.True(await gor.ExitAsync() == 0, gor.Log);
        Assert.Single(gor.Records);
        Assert.Contains("is cut at byte 857: the record there needs 82 bytes, 43 are left", gor.Log, StringComparison.Ordinal);
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
    }

    /// <summary>Nobody listens: what could not be delivered in time is told, and is no success.</summary>
    [Fact]
    public async Task A_destination_that_refuses_ends_with_3()
    {
        await using GorProcess gor = GorProcess.Start(
            null, "--input-raw", GoldenCapturePath, "--output-resurface", "http://127.0.0.1:1/message", "--shutdown-timeout", "1s",
            "--output-resurface-spool", "off");
        Assert.True(await gor.ExitAsync() == 3, gor.Log);
        Assert.Contains("4 calls are lost to http://127.0.0.1:1/message", gor.Log, StringComparison.Ordinal);
        Assert.Contains("4 = 4 given up", gor.Log, StringComparison.Ordinal);
    }

    private static string GoldenCapturePath => SourceTree.PathOf("tests/Gor.Tests/Golden/Captures/keepalive-head-304-204.pcap");

    private static int ParagraphsOf(string log) => log.Split('\n').Count(line => line.StartsWith("gor: ", StringComparison.Ordinal));

    private static async Task AssertRefusedAsync(int code, string reason, IEnumerable<string> line)
    {
        await using GorProcess gor = GorProcess.Start(null, [.. line]);
        await AssertRefusedAsync(gor, code, reason);
    }

    private static async Task AssertRefusedAsync(GorProcess gor, int code, string reason)
    {
        var watch = Stopwatch.StartNew();
        int actual = await gor.ExitAsync();
        string log = gor.Log;
        Assert.True(actual == code, $"exit code {actual}\n{log}");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, AtOnce);
        Assert.Empty(gor.Records);
        Assert.Contains(reason, Unwrapped(log), StringComparison.OrdinalIgnoreCase);
        Assert.InRange(ParagraphsOf(log), 1, 2);
        Assert.DoesNotContain("xception", log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    /// <summary>Paragraphs are broken where a terminal ends.</summary>
    private static string Unwrapped(string log) => log.Replace("\n     ", " ", StringComparison.Ordinal);

    private static bool CanRun(string[] prefix)
    {
        using Process process = Process.Start(new ProcessStartInfo(prefix[0], [.. prefix[1..], .. GorProcess.Command, "--version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

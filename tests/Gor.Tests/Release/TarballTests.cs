using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gor.Tests.Capture;
using Gor.Tests.Golden;
using Gor.Tests.Kit;

namespace Gor.Tests.Release;

/// <summary>The release that stands in <c>bin/</c>, as its users get it. Between releases it is that of an earlier commit.</summary>
public sealed partial class TarballTests : IDisposable
{
    private const long MostBytes = 60_000_000;

    private static readonly string Folder = SourceTree.PathOf("bin");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_has_the_sum_that_is_written_down()
    {
        string[] files = Files();
        var sums = File.ReadLines(Path.Combine(Folder, "SHA256SUMS")).Select(line => line.Split("  ", 2)).ToDictionary(parts => parts[1], parts => parts[0]);
        Assert.Equal(files.Select(Path.GetFileName).Order(StringComparer.Ordinal), sums.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(sums[Path.GetFileName(file)], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, MostBytes);
    }

    [Fact]
    public void There_is_one_for_every_kind_of_machine()
    {
        string[] kinds = [.. Files().Select(file => ArchiveName().Match(file)).Where(match => match.Success).Select(match => match.Groups["kind"].Value).Order(StringComparer.Ordinal)];
        Assert.Equal(["linux-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-x64"], kinds);
    }

    [Fact]
    public void The_one_for_this_machine_runs_and_reads_a_capture()
    {
        string archive = Files().Single(file => ArchiveName().Match(file) is { Success: true } match && match.Groups["kind"].Value == Kind());
        string version = ArchiveName().Match(archive).Groups["version"].Value;
        string unpacked = Path.Combine(Unpack(archive), $"gor-{version}-{Kind()}");
        Assert.All(["LICENSE", "THIRD-PARTY-NOTICES", "CHANGELOG.md"], name => Assert.True(File.Exists(Path.Combine(unpacked, name)), name));
        Assert.StartsWith($"gor {version}+", Run(unpacked, "--version"), StringComparison.Ordinal);

        GoldenCapture capture = GoldenCapture.Load("chunked");
        string records = Run(unpacked, "--input-raw", capture.Input, "--output-resurface", "-", "--output-resurface-rules", "include debug");
        Assert.Equal(
            capture.Calls.Select(call => $"{call.Method} {call.Target} {call.Status}"),
            records.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(GoldenTests.CallOf));
    }

    /// <summary>What a release consists of, without what is always in that folder.</summary>
    private static string[] Files()
    {
        string[] files = [.. Directory.EnumerateFiles(Folder, "gor*").Order(StringComparer.Ordinal)];
        Assert.SkipWhen(files.Length == 0, "bin/ holds no release; it does from the first one on, and bin/release makes one.");
        return files;
    }

    private static string Kind()
    {
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return OperatingSystem.IsWindows() ? $"win-{architecture}"
            : OperatingSystem.IsMacOS() ? $"osx-{architecture}"
            : File.Exists("/lib/ld-musl-x86_64.so.1") && !File.Exists("/lib64/ld-linux-x86-64.so.2") ? $"linux-musl-{architecture}"
            : $"linux-{architecture}";
    }

    private string Unpack(string archive)
    {
        if (archive.EndsWith(".zip", StringComparison.Ordinal))
        {
            ZipFile.ExtractToDirectory(archive, _folder.Path);
        }
        else
        {
            using var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(packed, _folder.Path, overwriteFiles: false);
        }

        return _folder.Path;
    }

    private static string Run(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "gor.exe" : "gor"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> log = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, log.Result);
        return output;
    }

    [GeneratedRegex(@"gor-(?<version>\d+\.\d+\.\d+[^/\\]*?)-(?<kind>(linux|osx|win)-[a-z0-9-]+)\.(tar\.gz|zip)$")]
    private static partial Regex ArchiveName();
}

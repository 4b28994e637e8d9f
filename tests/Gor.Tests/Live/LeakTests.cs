using System.Text;
using System.Text.RegularExpressions;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Live;

/// <summary>
/// What a rule forbids never leaves the process: a secret in every place of 500 calls, looked for in everything that the program
/// writes: stdout, a file, a server, the spool of a server that takes nothing, and the log at its most talkative.
/// </summary>
public sealed class LeakTests : IDisposable
{
    private const int Calls = 500;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Strict_lets_no_marked_secret_out()
    {
        const string Mark = "s3cr3tm4rk";
        var calls = new SecretCalls(() => Mark, () => Mark);
        Assert.DoesNotContain(Mark, await RunAsync(calls, "include strict"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pci_and_secrets_let_no_card_key_or_password_out()
    {
        string[] looks = ["4111111111111111", "5555 5555 5555 4444", "3782-822463-10005", "AKIAQWERTYUIOPASDF23", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"];
        int next = 0;
        var calls = new SecretCalls(() => looks[next++ % looks.Length].Replace(' ', '-'), () => $"Hunter2Tango{next++:x4}") { MarksWhatStrictLetsOut = true };
        string written = await RunAsync(calls, "include pci\ninclude secrets");

        // A header named by a card number would have lost its dashes.
        string plain = Regex.Replace(written, "-|%20|%2D", "");
        Assert.All(looks, look => Assert.DoesNotContain(look.Replace("-", "").Replace(" ", ""), plain, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("Hunter2Tango", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String("joe:Hunter2"u8)[..12], written, StringComparison.Ordinal);
        Assert.Contains("[card]", written);
        Assert.Contains("[key]", written);
        Assert.Contains("shop.example", written);
    }

    /// <returns>All that was written anywhere.</returns>
    private async Task<string> RunAsync(SecretCalls calls, string rules)
    {
        string capture = Path.Combine(_folder.Path, "calls.pcap");
        string file = Path.Combine(_folder.Path, "calls.ndjson");
        string spool = Path.Combine(_folder.Path, "spool");
        await File.WriteAllBytesAsync(capture, calls.ToPcap(Calls));
        await using HttpSink sink = await HttpSink.StartAsync();
        await using HttpSink dead = await HttpSink.StartAsync((_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });

        // Without compression, so that it can be read where it lies.
        await using GorProcess gor = GorProcess.Start(
            null, "--input-raw", capture, "--output-resurface", "-", "--output-resurface", file, "--output-resurface", sink.Url, "--output-resurface", dead.Url,
            "--output-resurface-spool", spool, "--shutdown-timeout", "1s", "--verbose", "3",
            "--output-resurface-rules", $"{rules}\nallow_http_url\nskip_compression");
        Assert.True(await gor.ExitAsync() == 0, gor.Log);
        Assert.Equal(Calls, gor.Records.Count);
        Assert.Equal(Calls, sink.Records.Count);
        Assert.Equal(Calls, File.ReadLines(file).Count());
        string spooled = string.Concat(Directory.EnumerateFiles(spool, "*", SearchOption.AllDirectories).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path))));
        Assert.Equal(Calls, Regex.Count(spooled, @"\[\[""request_method"""));
        return string.Join('\n', [.. gor.Records, .. sink.Records, .. dead.Posts.Select(post => post.Text), File.ReadAllText(file), spooled, gor.Log]);
    }
}

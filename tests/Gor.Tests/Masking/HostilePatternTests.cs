using System.Diagnostics;
using System.Text.RegularExpressions;
using Gor.Masking;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Serilog.Core;

namespace Gor.Tests.Masking;

/// <summary>Patterns and texts that bring backtracking engines to a standstill: linear, or stopped at the limit.</summary>
public class HostilePatternTests
{
    private const string CatastrophicRules = @"/request_body/ replace /(a+)+ ?\1!/, /x/";

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(20);

    private static readonly string Hostile = new string('a', 40) + "b!";

    private static readonly string Letters = new('a', 1 << 20);

    public static TheoryData<string, string> Table => new()
    {
        { "(a+)+$", "!" },
        { "(a+)+!", "b" },
        { "(a*)*b", "" },
        { "(a|a)*b", "c" },
        { "(a|aa)+$", "!" },
        { "(a|a?)+$", "!" },
        { "(.*)*x", "" },
        { "(.*a){12}!", "" },
        { "^(([a-z])+.)+[A-Z]([a-z])+$", "" },
        { "([a-zA-Z]+)*!", "" },
        { "(?:a?){50}a{50}!", "" },
        { "(x+x+)+y", "x" },
        { "^(a?)*$", "!" },
        { "(?:(?:a*)*)*$", "!" },
        { "((a{1,10}){1,10}){1,10}!", "" },
        { @"^(\w+\s?)*$", "!" },
        { @"(\w+)\s*=\s*(\w+)", "" },
        { "(?:[^<]*<)*>", "" },
        { "[a-zA-Z0-9.!#$%&’*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+", "" },
        { @"[a-z]+@[a-z]+\.com", "@" },
        { @"\b(?:a|b|ab)+\b!", "" },
        { "(?:a|b|c|d|e)*?f", "" },
        { "(.+)+[^]$x", "" },
        { "((((a*)+)*)+)*!", "" },
        { "(?:a{0,1000}){1,4}!", "" },
        { @"(a+)+\1!", "b!" },
        { @"(a*)*\1\1!", "b!" },
        { "(?=(a+)+!)a", "b!" },
        { "^(?:a+)+(?<!b)!", "b!" },
        { @"(?:(a)|(b)|\1\2)+$", "!" },
        { "(?!(?:a|aa)+!)a+b!", "c!" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Ends_soon(string text, string tail)
    {
        var pattern = new Pattern(text, Limit, "x");
        long start = Stopwatch.GetTimestamp();
        try
        {
            pattern.IsFoundIn(Letters + tail);
            pattern.ReplaceIn(Letters + tail);
        }
        catch (RegexMatchTimeoutException)
        {
            // As it shall be: the caller fails closed.
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "took too long");
    }

    [Fact]
    public void There_are_thirty_and_more() => Assert.True(Table.Count() >= 30);

    [Fact]
    public void Most_of_them_are_linear() =>
        Assert.True(Table.Count(row => new Pattern(row.Data.Item1, Limit).IsLinear) >= 24);

    /// <summary>No clock decides: the hostile record is searched again and again, until all the others have come through.</summary>
    [Fact]
    public void Others_come_through_while_a_hostile_record_is_searched()
    {
        const int others = 2000;
        var rules = new RuleSet(RuleParser.Parse(new MaskingOptions { Rules = CatastrophicRules, RegexTimeout = Limit }), Logger.None);
        var searching = new Counters();
        int searched = 0;
        using var isSearching = new ManualResetEventSlim();
        using var areThrough = new ManualResetEventSlim();
        var hostile = new Thread(() =>
        {
            for (; searched == 0 || !areThrough.IsSet; searched++)
            {
                isSearching.Set();
                Details details = Record(Hostile);
                Assert.Equal(RuleOutcome.Kept, rules.Apply(details, searching));
                Assert.Equal("request_method", Assert.Single(details.Items).Name);
            }
        });
        hostile.Start();
        isSearching.Wait(TestContext.Current.CancellationToken);
        var counters = new Counters();
        for (int i = 0; i < others; i++)
        {
            Details details = Record($"order {i} aaa aaa!");
            Assert.Equal(RuleOutcome.Kept, rules.Apply(details, counters));
            Assert.Equal($"order {i} x", details.Items[1].Text);
        }

        areThrough.Set();
        hostile.Join();
        Assert.Equal(0, counters[Counter.FieldsRemovedTimeout]);
        Assert.Equal(searched, searching[Counter.FieldsRemovedTimeout]);
    }

    [Fact]
    public async Task Each_call_beside_hostile_ones_is_recorded()
    {
        const int connections = 8;
        const int calls = 25;
        using var folder = new TemporaryFolder();
        byte[] capture = [.. new PcapBytes(PcapBytes.Nanoseconds).ToArray(), .. Enumerable.Range(0, connections).SelectMany(i => Talk(i, calls).ToPcap()[24..])];
        string file = Path.Combine(folder.Path, "calls.ndjson");
        Ledger ledger = await GorRun.ToEndAsync(
            "--input-raw", folder.Write("calls.pcap", capture), "--workers", "2", "--output-resurface", file,
            "--output-resurface-rules", CatastrophicRules, "--output-resurface-rules-timeout", "20ms");
        string[] records = File.ReadAllLines(file);
        Assert.Equal(connections * calls, records.Length);
        Assert.Equal(connections, ledger[Counter.FieldsRemovedTimeout]);
        Assert.Equal(connections * (calls - 1), records.Count(record => record.Contains("[\"request_body\",\"order x\"]")));
        Assert.DoesNotContain(records, record => record.Contains("aaa"));
    }

    private static Details Record(string body)
    {
        var details = new Details();
        details.Add("request_method", "POST");
        details.Add("request_body", body);
        return details;
    }

    private static Conversation Talk(int number, int calls)
    {
        Conversation talk = new Conversation(clientPort: 40_000 + number).Opened();
        for (int i = 0; i < calls; i++)
        {
            string body = i == calls / 2 ? Hostile : "order aaa aaa!";
            talk.Client.Sends($"POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
        }

        return talk.Closed();
    }
}

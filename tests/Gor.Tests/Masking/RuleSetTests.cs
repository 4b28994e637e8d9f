using System.Text;
using CsCheck;
using Gor.Masking;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Gor.Tests.Masking;

public class RuleSetTests
{
    private static readonly (string Name, string Value)[] Message =
    [
        ("request_method", "GET"), ("request_header:dup", "1"), ("request_header:dup", "2"), ("request_body", "joe@acme"), ("response_body", "1\nWorld"),
    ];

    [Theory]
    [InlineData("/b/ replace /joe/, /X/\n/b/ remove_if_found /X/", "b=joe", "b=X")]
    [InlineData("/b/ replace /joe/, /X/\n/b/ replace /X/, /Y/", "b=joe", "b=Y")]
    [InlineData("/b/ replace /joe/, //", "b=joe;c=1", "c=1")]
    [InlineData("/b/ replace /joe/, //", "b=joe", null)]
    [InlineData("# none", "b=;c=1", "c=1")]
    [InlineData("/h/ stop_unless /.*/", "h=1;h=2", null)]
    [InlineData("/h/ stop_unless_found /./\n/nope/ stop_unless_found /./", "h=1;h=2", "h=1;h=2")]
    [InlineData("/h/ stop_unless_found /./\n/h/ stop_unless /2/", "h=1;h=2", null)]
    [InlineData("/b/ stop_if /.*World.*/", "b=1\nWorld", "b=1\nWorld")]
    [InlineData("/b/ stop_if_found /World/", "b=1\nWorld", null)]
    [InlineData("/b/ replace /(joe)@(acme)/, /$2-$1x$0/", "b=joe@acme", "b=acme-joex$0")]
    [InlineData("/b|/ remove", "b=1;c=2", null)]
    [InlineData("/request_header:cookie|response_header:set-cookie/ remove", "request_header:cookie2=x;a=1", "a=1")]
    [InlineData("/b/ remove_unless /x/", "b=x;b=xy;c=1", "b=x;c=1")]
    [InlineData("/b/ remove_unless_found /x/", "b=x;b=xy;b=y", "b=x;b=xy")]
    [InlineData("/h/ remove\n/h/ stop", "h=1;a=1", null)]
    public void Applies_by_verb_then_by_position(string rules, string pairs, string? expected)
    {
        Details details = Read(pairs);
        RuleOutcome outcome = Set(rules).Apply(details, new Counters());
        Assert.Equal(expected is null ? RuleOutcome.Discarded : RuleOutcome.Kept, outcome);
        if (expected is not null)
        {
            Assert.Equal(expected, Write(details));
        }
    }

    [Theory]
    [InlineData(0.0, nameof(RuleOutcome.Kept))]
    [InlineData(0.4999, nameof(RuleOutcome.Kept))]
    [InlineData(0.5, nameof(RuleOutcome.Discarded))]
    public void Samples_behind_the_stops(double random, string expected)
    {
        int asked = 0;
        var set = new RuleSet(Parse("sample 50\n/b/ stop_if /1/"), Logger.None, () =>
        {
            asked++;
            return random;
        });
        Assert.Equal(expected, set.Apply(Read("b=2"), new Counters()).ToString());
        Assert.Equal(RuleOutcome.Discarded, set.Apply(Read("b=1"), new Counters()));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void An_exception_discards_the_record()
    {
        var set = new RuleSet(Parse("sample 50"), Logger.None, () => throw new InvalidOperationException("secret"));
        Assert.Equal(RuleOutcome.Failed, set.Apply(Read("b=2"), new Counters()));
    }

    [Theory]
    [InlineData("/b/ replace @/, /x/", nameof(RuleOutcome.Kept))]
    [InlineData("/b/ remove_if_found @/", nameof(RuleOutcome.Kept))]
    [InlineData("/b/ remove_unless_found @/", nameof(RuleOutcome.Kept))]
    [InlineData("/b/ stop_if_found @/", nameof(RuleOutcome.Failed))]
    [InlineData("/b/ stop_unless_found @/", nameof(RuleOutcome.Failed))]
    public void What_takes_too_long_fails_closed(string rule, string expected)
    {
        var log = new LogLines();
        var options = new MaskingOptions { Rules = rule.Replace("@/", @"/(a+)+\1!/"), Source = "test", RegexTimeout = TimeSpan.FromMilliseconds(20) };
        var set = new RuleSet(RuleParser.Parse(options), log.Logger);
        var counters = new Counters();
        string hostile = new string('a', 40) + "b!";
        for (int i = 0; i < 2; i++)
        {
            Details details = Read($"a=1;b={hostile}");
            Assert.Equal(expected, set.Apply(details, counters).ToString());
            if (expected == nameof(RuleOutcome.Kept))
            {
                Assert.Equal("a=1", Write(details));
            }
        }

        Assert.Equal(expected == nameof(RuleOutcome.Kept) ? 2 : 0, counters[Counter.FieldsRemovedTimeout]);
        string line = Assert.Single(log.Lines);
        Assert.Contains("test:1", line.Replace("\"", ""));
        Assert.DoesNotContain("aaa", line);
    }

    [Theory]
    [InlineData("@/ replace /x/, /y/", nameof(RuleOutcome.Kept))]
    [InlineData("@/ stop_if /x/", nameof(RuleOutcome.Failed))]
    public void A_scope_that_takes_too_long_fails_closed(string rule, string expected)
    {
        var options = new MaskingOptions { Rules = rule.Replace("@/", @"/(a+)+\1!/"), RegexTimeout = TimeSpan.FromMilliseconds(20) };
        var set = new RuleSet(RuleParser.Parse(options), Logger.None);
        Details details = Read($"c=1;{new string('a', 40)}b!=2");
        Assert.Equal(expected, set.Apply(details, new Counters()).ToString());
        if (expected == nameof(RuleOutcome.Kept))
        {
            Assert.Equal("c=1", Write(details));
        }
    }

    [Fact]
    public void A_value_that_no_rule_needs_stays_utf_8()
    {
        var details = new Details();
        details.Add("request_body", "{\"name\":\"joe\"}"u8.ToArray());
        details.Add("response_body", "{\"mail\":\"joe@acme.com\"}"u8.ToArray());
        Assert.Equal(RuleOutcome.Kept, Set("include standard").Apply(details, new Counters()));
        Assert.Equal("{\"mail\":\"x@y.com\"}", details.Items[1].Text);
        var untouched = new Details();
        untouched.Add("request_body", "{\"name\":\"joe\"}"u8.ToArray());
        Assert.Equal(RuleOutcome.Kept, Set("/request_body/ replace /joe@acme/, /x/").Apply(untouched, new Counters()));
        Assert.False(untouched.Items[0].IsText);
    }

    [Theory]
    [InlineData("include strict", "request_body", true)]
    [InlineData("include strict", "request_param:x", true)]
    [InlineData("include strict", "request_header:cookie", true)]
    [InlineData("include strict", "request_header:user-agent", false)]
    [InlineData("include strict\n/request_body/ stop_if_found /x/", "request_body", false)]
    [InlineData("include strict\n/request_body/ stop", "request_body", false)]
    [InlineData("include strict\n/.*/ stop_unless_found /x/", "response_body", false)]
    [InlineData("include strict\ncopy_session_field /.*/", "request_header:cookie", false)]
    [InlineData("/request_body/ remove_if /x/", "request_body", false)]
    public void Knows_which_values_need_not_be_made(string rules, string name, bool kills) => Assert.Equal(kills, Set(rules).Kills(name));

    [Theory]
    [InlineData("include strict", false, false)]
    [InlineData("include standard", true, true)]
    [InlineData("/request_body/ remove", true, true)]
    [InlineData("/response_body/ remove", true, false)]
    [InlineData("/request_body/ remove\n/request_param:.*/ remove", true, true)]
    [InlineData("/request_body/ remove\n/request_param:[^]*/ remove", false, true)]
    [InlineData("/request_(body|param:.*|x)/ remove", true, true)]
    [InlineData("/.*_body|request_param|x/ remove", false, false)]
    [InlineData("include strict\n/request_param:ok/ stop", true, false)]
    public void Knows_whether_bodies_need_not_be_collected(string rules, bool request, bool response)
    {
        RuleSet set = Set(rules);
        Assert.Equal((request, response), (set.CanKeepRequestBodies, set.CanKeepResponseBodies));
    }

    [Theory]
    [InlineData("copy_session_field /.*/", "session_field:a=1;session_field:b c=x y;session_field:b=2;session_field:a=3")]
    [InlineData("copy_session_field /a/", "session_field:a=1;session_field:a=3")]
    [InlineData("copy_session_field /a/\ncopy_session_field /.*/", "session_field:a=1;session_field:b c=x y;session_field:b=2;session_field:a=3")]
    [InlineData("include strict", "")]
    public void Copies_each_cookie_that_a_pattern_names_once(string rules, string copies)
    {
        var details = new Details();
        details.Add("request_header:cookie", "A=1; B C =\"x y\"; none; empty=; =nameless");
        details.Add("request_header:cookie", "b=2;a=3"u8.ToArray());
        details.Add("now", "1");
        Set(rules).CopySessionFields(details);
        Assert.Equal(copies, string.Join(';', details.Items.Skip(2).SkipLast(1).Select(detail => $"{detail.Name}={detail.Text}")));
        Assert.Equal("now", details.Items[^1].Name);
    }

    [Fact]
    public void A_copied_cookie_is_masked_like_any_field()
    {
        var details = new Details();
        details.Add("request_header:cookie", "sid=secret");
        RuleSet set = Set("copy_session_field /sid/\n/session_field:sid/ remove\n/request_header:cookie/ remove\n# a record cannot be empty");
        set.CopySessionFields(details);
        Assert.Equal(RuleOutcome.Discarded, set.Apply(details, new Counters()));
    }

    [Fact]
    public void Settings_are_read()
    {
        RuleSet all = Set("allow_http_url\nskip_compression\nskip_submission");
        Assert.Equal((true, true, true), (all.AllowsHttpUrl, all.SkipsCompression, all.SkipsSubmission));
        RuleSet none = Set("include strict");
        Assert.Equal((false, false, false), (none.AllowsHttpUrl, none.SkipsCompression, none.SkipsSubmission));
    }

    [Fact]
    public void Any_number_of_names_is_answered_rightly()
    {
        RuleSet set = Set("/request_header:x-\\d*7/ remove");
        for (int i = 0; i < 20_000; i++)
        {
            Assert.Equal(i % 10 == 7, set.Kills($"request_header:x-{i}"));
        }

        Assert.True(set.Kills($"request_header:x-{new string('1', 100_000)}7"));
    }

    [Fact]
    public void A_removed_value_stays_nowhere() => Gen.Select(Gen.Int[0, Message.Length - 1], Gen.OneOfConst("remove", "remove_if_found /[^]/", "remove_unless /nothing/"), Gen.Int)
        .Sample((index, verb, seed) =>
        {
            string secret = $"s3cr3t-{seed}-s3cr3t";
            var details = new Details();
            for (int i = 0; i < Message.Length; i++)
            {
                (string name, string value) = Message[i];
                if (i == index && seed % 2 == 0)
                {
                    details.Add(name, Encoding.UTF8.GetBytes(value + secret));
                }
                else
                {
                    details.Add(name, i == index ? value + secret : value);
                }
            }

            string rule = $"/{Message[index].Name}/ {verb}\n/.*/ replace /[^]/, /$&$`/";
            RuleOutcome outcome = Set(rule).Apply(details, new Counters());
            Assert.Equal(RuleOutcome.Kept, outcome);
            Assert.DoesNotContain("s3cr3t", Write(details));
            Assert.DoesNotContain(details.Items, detail => detail.Name == Message[index].Name);
        });

    [Fact]
    public void Tells_which_rule_did_what()
    {
        var trace = new RuleTrace();
        Details details = Read("a=1;b=2;c=3");
        Set("/a/ remove\n/b/ replace /2/, /x/").Apply(details, new Counters(), trace);
        Assert.Equal(["a removed by test:1: /^a$/ remove", "b changed by test:2: /^b$/ replace /2/, /x/"], trace.Events);
        trace = new RuleTrace();
        Set("/a/ stop").Apply(Read("a=secret"), new Counters(), trace);
        Assert.Equal(["record discarded by test:1: /^a$/ stop"], trace.Events);
    }

    private static ParsedRules Parse(string rules)
    {
        ParsedRules parsed = RuleParser.Parse(new MaskingOptions { Rules = rules, Source = "test" });
        Assert.Empty(parsed.Errors);
        return parsed;
    }

    private static RuleSet Set(string rules) => new(Parse(rules), Logger.None);

    private static Details Read(string pairs)
    {
        var details = new Details();
        foreach (string pair in pairs.Split(';'))
        {
            string[] parts = pair.Split('=', 2);
            details.Add(parts[0], parts[1]);
        }

        return details;
    }

    private static string Write(Details details) => string.Join(';', details.Items.Select(detail => $"{detail.Name}={detail.Text}"));

    private sealed class LogLines : ILogEventSink
    {
        public LogLines() => Logger = new LoggerConfiguration().WriteTo.Sink(this).CreateLogger();

        public Serilog.ILogger Logger { get; }

        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent) => Lines.Add(logEvent.RenderMessage());
    }
}

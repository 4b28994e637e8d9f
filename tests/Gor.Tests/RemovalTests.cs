using System.Text;
using CsCheck;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Gor.Tests.Kit;
using Gor.Tests.Masking;

namespace Gor.Tests;

/// <summary>
/// What a rule removes is nowhere: calls with a mark of its own in each place, random rules, and a second opinion on which pairs they
/// remove. Calls follow each other through one recorder, so that a buffer that is used again tells.
/// </summary>
public class RemovalTests
{
    private const int CallsOfEach = 4;

    private static readonly string[] Colours = ["red", "blue", "green"];

    private static readonly string[] Names =
    [
        "request_method", "request_url", "response_code", "request_body", "response_body", "request_header:host", "request_header:cookie", "request_header:x-a",
        "request_header:content-type", "request_param:q", "request_param:f", "response_header:x-b", "response_header:set-cookie", "session_field:sid", "now", "interval",
    ];

    private static readonly string[] Copies = ["$&", "$`", "$'", "$1$1", "-", ""];

    /// <summary>A rule as it is written, and which pairs it removes.</summary>
    private sealed record Removal(string Text, Func<string, string, bool> Removes);

    [Fact]
    public void What_is_removed_is_in_no_record_no_tape_no_log_and_no_later_call()
    {
        int removed = 0;
        int kept = 0;
        Gen.Int.Sample(
            seed =>
            {
                (int removedHere, int keptHere) = Check(new Random(seed));
                Interlocked.Add(ref removed, removedHere);
                Interlocked.Add(ref kept, keptHere);
            },
            iter: 2000);

        // Both must be many, or nothing was shown.
        Assert.InRange(removed, 20_000, int.MaxValue);
        Assert.InRange(kept, 2_000, int.MaxValue);
    }

    private static (int Removed, int Kept) Check(Random random)
    {
        Removal[] removals = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Rule(random))];
        string[] replaces = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"/{Scope(random).Text}/ replace /{Pick(random, "[^]", ".", "(red|blue)", "m\\d+k")}/, /{Pick(random, Copies)}/")];
        string copy = random.Next(2) == 0 ? "copy_session_field /.*/" : "# nothing";
        string text = string.Join('\n', [.. removals.Select(removal => removal.Text), .. replaces, copy]);
        var log = new Logged();
        var sink = new Written();
        var options = new MaskingOptions { Rules = text };
        ParsedRules parsed = RuleParser.Parse(options);
        Assert.Empty(parsed.Errors);
        var book = new RuleBook(options, parsed, log.Log);
        using var recorder = new Recorder(new Options { Masking = options }, book, new OwnConnections(), sink, new Counters(), OutputForm.Record | OutputForm.Tape, log.Log);
        var gone = new List<string>();
        int kept = 0;
        for (int call = 0; call < CallsOfEach; call++)
        {
            string[] marks = [.. Enumerable.Range(0, 12).Select(place => $"m{random.Next(1_000_000)}k{call}p{place}z")];
            SampleExchange sample = Sample(random, marks);
            (string Name, string Value)[] pairs = Pairs(sample, book.Current);
            string[] rest = [.. pairs.Where(pair => !Array.Exists(removals, removal => removal.Removes(pair.Name, pair.Value))).Select(pair => pair.Value)];
            gone.AddRange(marks.Where(mark => !Array.Exists(rest, value => value.Contains(mark))));
            kept += marks.Count(mark => Array.Exists(rest, value => value.Contains(mark)));
            recorder.OnExchange(sample.Make());
            string written = string.Join('\n', [.. sink.Texts, .. log.Lines]);
            Assert.All(gone, mark => Assert.False(written.Contains(mark), $"{mark} of {string.Join(' ', pairs)} under\n{text}\nis in\n{written}"));

            // What may stay does, unless a replacement has taken it apart: else nothing would show that marks are found at all.
            string[] stays = [.. marks.Where(mark => Array.Exists(rest, value => value.Contains(mark)))];
            Assert.All(replaces.Length == 0 ? stays : [], mark => Assert.Contains(mark, sink.Texts[^1]));

            // A later call must not have what an earlier one could keep, either.
            gone.AddRange(stays);
            sink.Texts.Clear();
        }

        return (gone.Count - kept, kept);
    }

    /// <summary>The pairs of a call before its rules.</summary>
    private static (string Name, string Value)[] Pairs(SampleExchange sample, RuleSet rules)
    {
        using var builder = new DetailsBuilder(new MaskingOptions(), new Counters(), _ => false);
        using Exchange exchange = sample.Make();
        var details = new Details();
        builder.Build(exchange, details);
        rules.CopySessionFields(details);
        return [.. details.Items.Select(detail => (detail.Name, detail.Text))];
    }

    private static SampleExchange Sample(Random random, string[] marks)
    {
        string Marked(int place) => $"{Pick(random, Colours)} {marks[place]} {Pick(random, Colours)}";
        bool isForm = random.Next(2) == 0;
        byte[] body = Encoding.UTF8.GetBytes(isForm ? $"f={marks[6].Replace(' ', '+')}&g=1" : $"{{\"a\":\"{Marked(6)} é\"}}");
        string coding = Pick(random, "identity", "gzip", "br");
        byte[] answer = random.Next(3) == 0 ? Encoding.Latin1.GetBytes($"caf\u00e9 {Marked(7)}") : Encoding.UTF8.GetBytes($"<p>{Marked(7)}</p>");
        return new SampleExchange
        {
            Method = Encoding.ASCII.GetBytes($"M{marks[0]}"),
            Target = Encoding.ASCII.GetBytes($"/{marks[1]}?q={marks[2]}&q={Pick(random, Colours)}"),
            RequestFields =
            [
                ("Host", $"h{marks[3]}"), ("Cookie", $"sid={marks[4]}; x=\"{Pick(random, Colours)}\""), ("X-A", Marked(5)), ("X-A", Pick(random, Colours)),
                ("Content-Type", isForm ? "application/x-www-form-urlencoded" : $"application/json; v={marks[8]}"),
            ],
            RequestBody = body,
            ResponseFields = [("X-B", Marked(9)), ("Set-Cookie", $"sid={marks[10]}"), ("Content-Encoding", coding)],
            ResponseBody = coding == "identity" ? answer : Http.Coded.Encode(coding, answer),
            ResponseMissing = random.Next(8) == 0 ? 5 : 0,
        };
    }

    private static Removal Rule(Random random)
    {
        (string scope, Func<string, bool> isInScope) = Scope(random);
        string colour = Pick(random, Colours);
        bool isAnchored = random.Next(2) == 0;
        string argument = isAnchored ? $"/[^]*{colour}[^]*/" : $"/{colour}/";
        return random.Next(5) switch
        {
            0 or 1 => new Removal($"/{scope}/ remove", (name, _) => isInScope(name)),
            2 or 3 => new Removal($"/{scope}/ remove_if{(isAnchored ? "" : "_found")} {argument}", (name, value) => isInScope(name) && value.Contains(colour)),
            _ => new Removal($"/{scope}/ remove_unless{(isAnchored ? "" : "_found")} {argument}", (name, value) => isInScope(name) && !value.Contains(colour)),
        };
    }

    private static (string Text, Func<string, bool> IsInScope) Scope(Random random)
    {
        string[] names = [.. Names.Where(_ => random.Next(4) == 0)];
        string family = Pick(random, "request_header:", "request_param:", "response_header:", "session_field:");
        return random.Next(5) switch
        {
            0 or 1 when names.Length > 0 => ($"(?:{string.Join('|', names)})", name => names.Contains(name)),
            2 => ($"{family}.*", name => name.StartsWith(family, StringComparison.Ordinal)),
            3 => ("(?!request_url|response_).*", name => !name.StartsWith("request_url") && !name.StartsWith("response_")),
            4 => (".*_body", name => name.EndsWith("_body", StringComparison.Ordinal)),
            _ => ("[^]*", _ => true),
        };
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private sealed class Written : IRecordSink
    {
        public List<string> Texts { get; } = [];

        public void Write(in Rendition call, in ExchangeOrder order, bool isByTick) =>
            Texts.Add(Encoding.UTF8.GetString(call.Record) + Encoding.UTF8.GetString(call.Tape));

        public void Advance(long ordinal)
        {
        }

        public void Tick(bool isBehind)
        {
        }

        public void Close()
        {
        }
    }
}

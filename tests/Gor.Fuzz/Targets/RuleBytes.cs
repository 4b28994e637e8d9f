using System.Buffers;
using System.Text;
using Gor.Masking;
using Gor.Output;
using Serilog.Core;

namespace Gor.Fuzz.Targets;

/// <summary>Rules in UTF-8: whatever they say, they are errors with a place, or they are carried out on a record.</summary>
internal sealed class RuleBytes : IFuzzTarget
{
    private static readonly (string Name, string Value)[] Record =
    [
        ("request_method", "POST"), ("request_url", "http://shop.example/orders?ref=42;x"), ("response_code", "201"),
        ("request_body", "{\"card\":\"4111 1111 1111 1111\",\"mail\":\"joe@acme.example\"}"), ("request_header:cookie", "a=b; session=\"x\""),
        ("request_header:user-agent", "aaaaaaaaaaaaaaaaaaaaaaaa!"), ("request_param:ref", "42"), ("response_header:set-cookie", "k=v"),
        ("response_body", "<p>\u00e9\u2028 1767225600123</p>\r\n\ud83d\ude00"), ("now", "1767225600123"), ("interval", "18"),
    ];

    private readonly ArrayBufferWriter<byte> _record = new();

    public string Name => "rules";

    public void Run(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            return;
        }

        var options = new MaskingOptions { Rules = text, Source = "fuzz", RegexTimeout = TimeSpan.FromMilliseconds(20) };
        ParsedRules parsed = RuleParser.Parse(options);
        foreach (RuleError error in parsed.Errors)
        {
            BrokenPromiseException.Unless(error.Line > 0 && error.Column > 0 && error.ToString().Length > 0, "an error has a place and a text");
        }

        if (!parsed.IsValid)
        {
            return;
        }

        var rules = new RuleSet(parsed, Logger.None, () => 0.25);
        var details = new Details();
        foreach ((string name, string value) in Record)
        {
            details.Add(name, value);
        }

        rules.CopySessionFields(details);
        if (rules.Apply(details, new Counters()) == RuleOutcome.Kept)
        {
            _record.ResetWrittenCount();
            NdjsonEncoder.Encode(details, _record);
            JsonCheck.IsRecord(_record.WrittenSpan);
        }
    }
}

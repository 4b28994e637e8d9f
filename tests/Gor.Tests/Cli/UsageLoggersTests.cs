using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class UsageLoggersTests
{
    [Fact]
    public void Without_variables_the_documented_defaults_hold()
    {
        Options options = Complete(new Options());
        Assert.Equal(["http://localhost:4001/message"], options.Output.Resurface);
        Assert.Equal("default", options.Output.Source);
        Assert.Null(options.Masking.Rules);
        Assert.Equal("default", options.Masking.Source);
        Assert.Equal((1048576, 1048576, 5242880), (options.Http.BodyLimit, options.Masking.BodyLimit, options.Output.BundleSize));
    }

    [Fact]
    public void Variables_fill_in_what_no_flag_says()
    {
        Options options = Complete(new Options(),
            ("USAGE_LOGGERS_URL", "https://resurface/message"), ("USAGE_LOGGERS_RULES", "include debug\\nskip_compression"),
            ("USAGE_LOGGERS_BODY_LIMIT", "100"), ("USAGE_LOGGERS_BUNDLE_SIZE", "200"));
        Assert.Equal(["https://resurface/message"], options.Output.Resurface);
        Assert.Equal("USAGE_LOGGERS_URL", options.Output.Source);
        Assert.Equal("include debug\nskip_compression", options.Masking.Rules);
        Assert.Equal("USAGE_LOGGERS_RULES", options.Masking.Source);
        Assert.Equal((100, 100, 200), (options.Http.BodyLimit, options.Masking.BodyLimit, options.Output.BundleSize));
    }

    [Fact]
    public void Flags_win()
    {
        var given = new Options
        {
            Output = new() { Resurface = ["-"] },
            Masking = new() { Rules = "include debug\\n", Source = "--output-resurface-rules" },
        };
        Options options = Complete(given, ("USAGE_LOGGERS_URL", "not a url"), ("USAGE_LOGGERS_RULES", "include strict"));
        Assert.Equal(["-"], options.Output.Resurface);
        Assert.Equal("--output-resurface", options.Output.Source);
        Assert.Equal("include debug\\n", options.Masking.Rules);
    }

    [Fact]
    public void Another_output_keeps_the_default_address_away() =>
        Assert.Empty(Complete(new Options { Output = new() { Null = true } }, ("USAGE_LOGGERS_URL", "http://h/message")).Output.Resurface);

    [Fact]
    public void Empty_variables_are_absent() =>
        Assert.Equal("default", Complete(new Options(), ("USAGE_LOGGERS_URL", ""), ("USAGE_LOGGERS_BODY_LIMIT", "")).Output.Source);

    [Fact]
    public void A_path_of_rules_is_not_rules_text() =>
        Assert.Equal("file://C:\\new", Complete(new Options(), ("USAGE_LOGGERS_RULES", "file://C:\\new")).Masking.Rules);

    [Theory]
    [InlineData("USAGE_LOGGERS_BODY_LIMIT", "1mb", "expected a whole number from 1 to 1073741824")]
    [InlineData("USAGE_LOGGERS_BODY_LIMIT", "0", "expected a whole number from 1 to 1073741824")]
    [InlineData("USAGE_LOGGERS_BUNDLE_SIZE", "-5", "expected a whole number from 1 to 1073741824")]
    [InlineData("USAGE_LOGGERS_BUNDLE_QUEUE_SIZE", "many", "expected a whole number from 1 to 2147483647")]
    [InlineData("USAGE_LOGGERS_MESSAGE_QUEUE_SIZE", "9999999999", "expected a whole number from 1 to 2147483647")]
    [InlineData("USAGE_LOGGERS_DISABLE", "yes", "expected true or false")]
    [InlineData("USAGE_LOGGERS_URL", "localhost:4001", "the scheme is missing; write http://localhost:4001")]
    public void A_bad_value_is_named_with_the_remedy(string name, string value, string expected)
    {
        UsageLoggers variables = Make((name, value));
        variables.Complete(new Options());
        Assert.Equal($"{name} \"{value}\": {expected}; correct or unset the variable.", Assert.Single(variables.Errors));
    }

    [Theory]
    [InlineData("USAGE_LOGGERS_BUNDLE_QUEUE_SIZE")]
    [InlineData("USAGE_LOGGERS_MESSAGE_QUEUE_SIZE")]
    public void A_variable_without_effect_says_so(string name)
    {
        UsageLoggers variables = Make((name, "128"));
        variables.Complete(new Options());
        Assert.StartsWith($"{name}: no effect", Assert.Single(variables.Notes));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void Knows_whether_it_may_send(string value, bool expected)
    {
        UsageLoggers variables = Make(("USAGE_LOGGERS_DISABLE", value));
        variables.Complete(new Options());
        Assert.Equal(expected, variables.AreDisabled);
    }

    private static Options Complete(Options options, params (string Name, string Value)[] variables)
    {
        UsageLoggers loggers = Make(variables);
        Options complete = loggers.Complete(options);
        Assert.Empty(loggers.Errors);
        return complete;
    }

    private static UsageLoggers Make(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}

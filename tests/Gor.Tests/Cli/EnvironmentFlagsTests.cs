using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class EnvironmentFlagsTests
{
    [Fact]
    public void A_variable_is_a_flag_in_upper_case()
    {
        ParsedFlags<Options> flags = Parse(
            ("GOR_INPUT_RAW", ":8080\neth0:80\n"), ("GOR_OUTPUT_NULL", "true"), ("GOR_HTTP_PPROF", "127.0.0.1:1"),
            ("GOR_OUTPUT_RESURFACE_RULES", "include standard\n!.*! sample 10"), ("GOR_VERBOSE", ""));
        Assert.Empty(flags.Errors);
        Assert.Equal([":8080", "eth0:80"], flags.Target.Capture.Inputs.Select(input => input.Text));
        Assert.True(flags.Target.Output.Null);
        Assert.Equal("127.0.0.1:1", flags.Target.StatusListen!.ToString());
        Assert.Equal("include standard\n!.*! sample 10", flags.Target.Masking.Rules);
        Assert.Equal(0, flags.Target.Verbose);
    }

    [Fact]
    public void Every_flag_has_one_and_no_two_have_the_same()
    {
        string[] names = [.. RunFlags.All.SelectMany(flag => flag.Names).Select(name => EnvironmentFlags.NameOf(name))];
        Assert.Equal(names.Length, names.Distinct().Count());
        foreach (Flag flag in RunFlags.All.Where(flag => flag.MayStandOutside))
        {
            Assert.True(Parse((EnvironmentFlags.NameOf(flag.Name), "x")).Given.ContainsKey(flag.Name), flag.Name);
        }
    }

    [Fact]
    public void An_error_names_the_variable()
    {
        Assert.Equal("GOR_WORKERS \"many\": expected a whole number, like 10, 0x0a or 1_000.", Assert.Single(Parse(("GOR_WORKERS", "many")).Errors));
        string secret = Assert.Single(Parse(("GOR_OUTPUT_RESURFACE_HEADER", "hunter2")).Errors);
        Assert.StartsWith("GOR_OUTPUT_RESURFACE_HEADER: expected", secret);
        Assert.DoesNotContain("hunter2", secret);
    }

    [Theory]
    [InlineData("GOR_OUTPUT_NUL", "the variable GOR_OUTPUT_NUL is of no flag; was GOR_OUTPUT_NULL meant?")]
    [InlineData("GOR_BINARY", null)]
    [InlineData("GOR_PORT", null)]
    [InlineData("GOR_SERVICE_HOST", null)]
    [InlineData("GOR_PORT_80_TCP_ADDR", null)]
    [InlineData("GOR_COLLECT_LISTEN", null)]
    [InlineData("GOR_HELP", null)]
    [InlineData("GOR_VERSION", null)]
    [InlineData("GOR_UPDATE", null)]
    public void A_variable_that_is_none_of_a_flag_is_told_where_it_is_nearly_one(string name, string? note)
    {
        ParsedFlags<Options> flags = Parse((name, "x"));
        Assert.Empty(flags.Errors);
        Assert.Equal(note is null ? [] : [note], flags.Notes);
    }

    [Fact]
    public void The_variables_of_collect_have_it_in_their_names()
    {
        var command = (CollectCommand)CollectLine.Parse([], new Dictionary<string, string> { ["GOR_COLLECT_LISTEN"] = "127.0.0.1:9", ["GOR_OUTPUT"] = "x" });
        Assert.Equal(("127.0.0.1:9", ""), (command.Listen.ToString(), command.Output));
    }

    private static ParsedFlags<Options> Parse(params (string Name, string Value)[] variables) =>
        FlagParser.Parse(RunFlags.All, [], new Options(), variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}

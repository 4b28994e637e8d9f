using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class CapturePrivilegesTests
{
    private const string None = "0000000000000000";
    private const string NetRaw = "0000000000002000";

    [Theory]
    [InlineData(None, None, NetRaw, 0, "effective no, permitted no, bounding yes; NoNewPrivs no", "sudo setcap cap_net_raw+ep /opt/gor")]
    [InlineData(None, None, NetRaw, 1, "bounding yes; NoNewPrivs yes", "NoNewPrivs voids capabilities of files")]
    [InlineData(None, None, None, 0, "bounding no", "--cap-add NET_RAW")]
    [InlineData(NetRaw, NetRaw, NetRaw, 0, "effective yes", "seccomp")]
    public void Tells_what_is_missing_and_how_to_get_it(string effective, string permitted, string bounding, int noNewPrivileges, string state, string remedy)
    {
        string status = $"Name:\tgor\nCapInh:\t{None}\nCapPrm:\t{permitted}\nCapEff:\t{effective}\nCapBnd:\t{bounding}\nNoNewPrivs:\t{noNewPrivileges}\n";
        string text = CapturePrivileges.LinuxRemedy(status, "/opt/gor");
        Assert.Contains(state, text);
        Assert.Contains(remedy, text);
    }

    [Fact]
    public void Has_a_remedy_where_nothing_is_known() => Assert.Contains("--cap-add NET_RAW", CapturePrivileges.LinuxRemedy("", "gor"));

    [Fact]
    public void Has_a_remedy_for_this_process() => Assert.NotEmpty(CapturePrivileges.Remedy());
}

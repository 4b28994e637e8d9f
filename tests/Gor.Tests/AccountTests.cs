namespace Gor.Tests;

public sealed class AccountTests
{
    private const string Passwd = "root:x:0:0:root:/root:/bin/sh\ngor:x:998:997::/var/lib/gor:/sbin/nologin\n12:x:40:40::/:/bin/false\nbroken\n";
    private const string Group = "root:x:0:\ngor:x:997:\nadm:x:4:syslog,gor\nssl:x:110:gor\npcap:x:111:\n";

    [Theory]
    [InlineData("gor", "gor 998 997 [997 4 110]")]
    [InlineData("998", "gor 998 997 [997 4 110]")]
    [InlineData("gor:pcap", "gor 998 111 [111 4 110]")]
    [InlineData("gor:5", "gor 998 5 [5 4 110]")]
    [InlineData("12", "12 40 40 [40]")]
    [InlineData("1234:77", "1234 1234 77 [77]")]
    public void Is_found_with_its_groups(string text, string expected)
    {
        Assert.True(Account.TryFind(text, Passwd, Group, out Account? account, out string? error), error);
        Assert.Equal(expected, $"{account.Name} {account.UserId} {account.GroupId} [{string.Join(' ', account.Groups)}]");
    }

    [Theory]
    [InlineData("nosuch", "There is no user \"nosuch\"")]
    [InlineData("gor:nosuch", "There is no group \"nosuch\"")]
    [InlineData("1234", "--user 1234:GROUP")]
    [InlineData("root", "names root")]
    [InlineData("0:0", "names root")]
    [InlineData("4294967295:5", "There is no user")]
    [InlineData("", "There is no user")]
    public void Is_refused_with_the_remedy(string text, string expected)
    {
        Assert.False(Account.TryFind(text, Passwd, Group, out _, out string? error));
        Assert.Contains(expected, error);
    }
}

using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class InputAddressTests
{
    [Theory]
    [InlineData(":8080", "EveryDevice", "", "8080")]
    [InlineData("8080", "EveryDevice", "", "8080")]
    [InlineData(":80,8080", "EveryDevice", "", "80,8080")]
    [InlineData(":80, 8080", "EveryDevice", "", "80,8080")]
    [InlineData("80,8080", "EveryDevice", "", "80,8080")]
    [InlineData(":8080,80,8080", "EveryDevice", "", "8080,80")]
    [InlineData(":", "EveryDevice", "", "")]
    [InlineData(":0", "EveryDevice", "", "")]
    [InlineData("*:80", "EveryDevice", "", "80")]
    [InlineData("0.0.0.0:80", "EveryDevice", "", "80")]
    [InlineData("[::]:80", "EveryDevice", "", "80")]
    [InlineData(":65535", "EveryDevice", "", "65535")]
    [InlineData("lo:8080", "Device", "lo", "8080")]
    [InlineData("eth0:80", "Device", "eth0", "80")]
    [InlineData("eth0:", "Device", "eth0", "")]
    [InlineData("eth0", "Device", "eth0", "")]
    [InlineData("eth0.100:80", "Device", "eth0.100", "80")]
    [InlineData("eth*:80", "Device", "eth*", "80")]
    [InlineData("any:80", "Device", "any", "80")]
    [InlineData(@"\Device\NPF_{8F3A}:80", "Device", @"\Device\NPF_{8F3A}", "80")]
    [InlineData("127.0.0.1:80", "Host", "127.0.0.1", "80")]
    [InlineData("127.0.0.1:8080,8081", "Host", "127.0.0.1", "8080,8081")]
    [InlineData("10.9.9.9", "Host", "10.9.9.9", "")]
    [InlineData("localhost:80", "Host", "localhost", "80")]
    [InlineData("[::1]:80", "Host", "::1", "80")]
    [InlineData("[::1]", "Host", "::1", "")]
    [InlineData("[2001:DB8::0:1]:80", "Host", "2001:db8::1", "80")]
    [InlineData("x.pcap", "File", "x.pcap", "")]
    [InlineData("x.pcap:80", "File", "x.pcap", "80")]
    [InlineData("x.pcap:80,81", "File", "x.pcap", "80,81")]
    [InlineData("dir/x.pcapng:80", "File", "dir/x.pcapng", "80")]
    [InlineData("x.cap", "File", "x.cap", "")]
    [InlineData("X.PCAP.GZ:80", "File", "X.PCAP.GZ", "80")]
    [InlineData("x.pcapng.zst", "File", "x.pcapng.zst", "")]
    [InlineData("trace.pcap12", "File", "trace.pcap12", "")]
    [InlineData("/var/log/*.pcap*:80", "File", "/var/log/*.pcap*", "80")]
    [InlineData(@"C:\traces\x.pcap", "File", @"C:\traces\x.pcap", "")]
    [InlineData("10:30:59.pcap", "File", "10:30:59.pcap", "")]
    [InlineData("-", "File", "-", "")]
    [InlineData("-:80", "File", "-", "80")]
    public void Reads_each_form(string text, string kind, string target, string ports)
    {
        Assert.True(InputAddress.TryParse(text, out InputAddress? address, out string? error), error);
        Assert.Equal((text, kind, target, ports), (address.Text, address.Kind.ToString(), address.Target, string.Join(',', address.Ports)));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("   ", "is empty")]
    [InlineData(":70000", "no port 70000: ports are 1 to 65535")]
    [InlineData(":99999999999999999999", "ports are 1 to 65535")]
    [InlineData(":http", "give numbers, like :80")]
    [InlineData("eth0:http", "give numbers, like :80")]
    [InlineData("x.pcap:http", "give numbers, like :80")]
    [InlineData(":-1", "give numbers, like :80")]
    [InlineData(":+80", "give numbers, like :80")]
    [InlineData(":80-90", "give numbers, like :80")]
    [InlineData(":80,", "missing between the commas")]
    [InlineData("::1:80", "needs brackets, like [::1]:80")]
    [InlineData("::1", "needs brackets, like [::1]:80")]
    [InlineData("fe80::1:80", "needs brackets, like [::1]:80")]
    [InlineData("[::1:80", "like [::1]:80")]
    [InlineData("[::1]80", "like [::1]:80")]
    [InlineData("[127.0.0.1]:80", "like [::1]:80")]
    [InlineData("http://localhost:80", "a URL is not something to capture")]
    [InlineData("k8s://default/pods/web:80", "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS]")]
    [InlineData("k8s://default/pod/:80", "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS]")]
    [InlineData("k8s://default/pod/We_b:80", "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS]")]
    [InlineData("k8s://a b/pod/web:80", "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS]")]
    [InlineData("k8s://", "expected k8s://[NAMESPACE/]KIND/NAME[:PORTS]")]
    [InlineData("k8s://pod/web:http", "is no port")]
    [InlineData(":80|0%", "write 1% to 100%")]
    [InlineData(":80|101%", "write 1% to 100%")]
    [InlineData(":80|0", "neither a share of the connections")]
    [InlineData(":80|ten", "like :80|100")]
    public void Says_what_to_write_instead(string text, string remedy)
    {
        Assert.False(InputAddress.TryParse(text, out InputAddress? address, out string? error));
        Assert.Null(address);
        Assert.Contains(remedy, error);
    }

    [Fact]
    public void Takes_a_file_that_exists_whatever_its_name()
    {
        string path = Path.GetTempFileName();
        try
        {
            Assert.True(InputAddress.TryParse(path + ":80", out InputAddress? address, out _));
            Assert.Equal((InputKind.File, path, 80), (address.Kind, address.Target, address.Ports[0]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("eth0", "eth0", "")]
    [InlineData("eth0:80", "eth0", "80")]
    [InlineData("trace:of:today", "trace:of:today", "")]
    public void Takes_anything_for_a_file_where_the_engine_is_for_files(string text, string target, string ports)
    {
        Assert.True(InputAddress.TryParse(text, out InputAddress? address, out string? error, isFile: true), error);
        Assert.Equal((InputKind.File, target, ports), (address.Kind, address.Target, string.Join(',', address.Ports)));
    }

    [Theory]
    [InlineData(":80|10%", "", 10.0, null)]
    [InlineData("eth0:80 | 2.5%", "eth0", 2.5, null)]
    [InlineData("calls.pcap|100", "calls.pcap", null, 100)]
    [InlineData("[::1]:80|7|x", "::1", null, null)]
    public void Takes_a_limit(string text, string target, double? percent, int? calls)
    {
        if (percent is null && calls is null)
        {
            Assert.False(InputAddress.TryParse(text, out _, out _));
            return;
        }

        Assert.True(InputAddress.TryParse(text, out InputAddress? address, out string? error), error);
        Assert.Equal((target, new InputLimit(percent, calls)), (address.Target, address.Limit!));
    }
}

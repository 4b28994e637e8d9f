using System.Net;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class DeviceListTests
{
    [Fact]
    public void Knows_the_loopback_device()
    {
        Device loopback = DeviceList.Read().First(device => device.IsLoopback);
        Assert.True(loopback.IsUp);
        Assert.True(loopback.Has(IPAddress.Loopback));
        Assert.True(loopback.IsOrdinary);
        Assert.Equal(OperatingSystem.IsLinux() ? LinkType.Ethernet : null, loopback.LinkType);
    }
}

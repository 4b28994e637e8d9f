using System.Reflection;
using System.Runtime.InteropServices;
using Gor.Capture;

namespace Gor;

/// <summary>What a report of a fault must say first.</summary>
internal static class VersionText
{
    /// <summary><c>gor 0.1.0, .NET 10.0.12, libpcap 1.10.3</c>.</summary>
    public static string Of()
    {
        string version = typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"gor {version}, {RuntimeInformation.FrameworkDescription}, {LibpcapVersion.Text()}";
    }
}

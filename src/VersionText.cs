using System.Reflection;
using System.Runtime.InteropServices;
using Gor.Capture;

namespace Gor;

/// <summary>What a report of a fault must say first.</summary>
internal static class VersionText
{
    /// <summary><c>gor 0.1.0</c>.</summary>
    public static string Short() => $"gor {Informational.Split('+')[0]}";

    /// <summary><c>gor 0.1.0, .NET 10.0.12, libpcap 1.10.3</c>.</summary>
    public static string Of() => $"gor {Informational}, {RuntimeInformation.FrameworkDescription}, {LibpcapVersion.Text()}";

    private static string Informational =>
        typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}

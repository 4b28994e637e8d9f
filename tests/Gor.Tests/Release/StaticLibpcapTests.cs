using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Gor.Tests.Kit;

namespace Gor.Tests.Release;

/// <summary>The functions that a release binds to the libpcap inside it are those that SharpPcap calls.</summary>
public sealed class StaticLibpcapTests
{
    /// <summary>What only Windows' library has; SharpPcap calls them on Windows only, or for remote devices.</summary>
    private static readonly string[] WindowsOnly =
    [
        "pcap_findalldevs_ex", "pcap_hopen_offline_with_tstamp_precision", "pcap_open", "pcap_sendqueue_transmit", "pcap_setbuff",
        "pcap_setmintocopy", "pcap_setmode",
    ];

    [Fact]
    public void TheListHasWhatSharpPcapImports()
    {
        string[] listed = File.ReadAllLines(SourceTree.PathOf("src/libpcap.imports"));
        Assert.Equal(Imports().Except(WindowsOnly).Select(name => $"wpcap!{name}"), listed);
    }

    private static IEnumerable<string> Imports()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "SharpPcap.dll")));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.MethodDefinitions
            .Select(handle => metadata.GetMethodDefinition(handle).GetImport())
            .Where(import => !import.Module.IsNil && metadata.GetString(metadata.GetModuleReference(import.Module).Name) == "wpcap")
            .Select(import => metadata.GetString(import.Name))
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }
}

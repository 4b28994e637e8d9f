using PacketDotNet;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>A BPF filter for packets from files: compiled and run by libpcap, once for each link type.</summary>
internal sealed class OfflineFilter(string text) : IDisposable
{
    private readonly Dictionary<LinkType, BpfProgram> _programs = [];

    /// <exception cref="CaptureException">libpcap is missing, or refuses the filter.</exception>
    public bool Matches(LinkType linkType, ReadOnlySpan<byte> frame) => ProgramFor(linkType).Matches(frame);

    /// <summary>Compiles the filter, so that what is wrong with it shows before anything is read.</summary>
    /// <exception cref="CaptureException">libpcap is missing, or refuses the filter.</exception>
    public void Check(LinkType linkType) => ProgramFor(linkType);

    public void Dispose()
    {
        foreach (BpfProgram program in _programs.Values)
        {
            program.Dispose();
        }

        _programs.Clear();
    }

    private BpfProgram ProgramFor(LinkType linkType)
    {
        if (!_programs.TryGetValue(linkType, out BpfProgram? program))
        {
            program = Compile(linkType);
            _programs.Add(linkType, program);
        }

        return program;
    }

    private BpfProgram Compile(LinkType linkType)
    {
        try
        {
            // Files number "raw IP" otherwise than libpcap does inside.
            LinkType inside = linkType == LinkType.Raw ? LinkType.RawBsd : linkType;
            return BpfProgram.Create((LinkLayers)inside, text);
        }
        catch (PcapException problem)
        {
            throw new CaptureException(
                $"The filter \"{text}\" is refused for packets of link type {linkType}: {problem.Message}. Its language is described at https://www.tcpdump.org/manpages/pcap-filter.7.html", problem);
        }
        catch (Exception problem) when (MissingLibpcap.IsCause(problem))
        {
            throw MissingLibpcap.Error("--input-raw-bpf-filter", problem);
        }
    }
}

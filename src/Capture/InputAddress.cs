using System.Diagnostics.CodeAnalysis;

namespace Gor.Capture;

/// <summary>
/// One value of <c>--input-raw</c>: <c>[DEVICE|HOST|FILE][:PORTS][|LIMIT]</c> (grammar: GoReplay's, see the README).
/// </summary>
internal sealed record InputAddress
{
    /// <summary>As typed.</summary>
    public required string Text { get; init; }

    public required InputKind Kind { get; init; }

    /// <summary>Device name or pattern, host address, or path (<c>-</c> for standard input); empty for every device.</summary>
    public string Target { get; init; } = "";

    /// <summary>Server ports in order, without duplicates; empty: all.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>What of a cluster is meant; null for anything else.</summary>
    public ClusterTarget? Cluster { get; init; }

    /// <summary>What stands behind <c>|</c>; null for no limit.</summary>
    public InputLimit? Limit { get; init; }

    /// <summary>Reads the grammar only: whether a device exists is asked when it is opened.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="address">The address, where the text is one.</param>
    /// <param name="error">A phrase that says what is wrong and what to write instead.</param>
    /// <param name="isFile">True where the target can only be a file (engine <c>pcap_file</c>).</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out InputAddress? address,
        [NotNullWhen(false)] out string? error,
        bool isFile = false)
    {
        try
        {
            address = InputAddressGrammar.Read(text, isFile);
            error = null;
            return true;
        }
        catch (FormatException problem)
        {
            address = null;
            error = problem.Message;
            return false;
        }
    }
}

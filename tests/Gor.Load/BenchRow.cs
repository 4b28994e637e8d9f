namespace Gor.Load;

/// <summary>A line of the table.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Value">The median of what counts.</param>
/// <param name="Unit">Of value and target: "x" is the CPU time of tcpdump.</param>
/// <param name="Target">The value must not be above it; 0: there is none.</param>
/// <param name="Least">Smallest of the runs.</param>
/// <param name="Most">Largest of the runs.</param>
/// <param name="Megabytes">Resident at most.</param>
/// <param name="MegabytesTarget">0: there is none.</param>
/// <param name="Completeness">Share of the calls that were delivered; 1: all.</param>
/// <param name="CompletenessTarget">0: there is none.</param>
/// <param name="Note">What else there is to say.</param>
internal sealed record BenchRow(
    string Work,
    double Value,
    string Unit,
    double Target = 0,
    double Least = 0,
    double Most = 0,
    double Megabytes = 0,
    double MegabytesTarget = 0,
    double Completeness = 1,
    double CompletenessTarget = 0,
    string Note = "")
{
    public bool IsMet => (Target == 0 || Value <= Target)
        && (MegabytesTarget == 0 || Megabytes <= MegabytesTarget)
        && Completeness >= CompletenessTarget;

    public bool HasTarget => Target + MegabytesTarget + CompletenessTarget > 0;
}

namespace Gor.Fuzz.Targets;

internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [new PacketBytes(), new HttpBytes(), new RuleBytes(), new CaptureFileBytes()];
}

namespace Gor.Fuzz.Targets;

/// <summary>A part of the product that takes hostile bytes. Throws where it broke a promise.</summary>
internal interface IFuzzTarget
{
    /// <summary>Of its folders of seeds and regressions.</summary>
    string Name { get; }

    void Run(ReadOnlySpan<byte> input);
}

namespace Gor.Capture;

/// <summary>What a pcapng interface description block says about the packets that refer to it.</summary>
internal sealed record PcapngInterface(LinkType LinkType, uint SnapLength)
{
    /// <summary>if_tsresol: a power of ten, or of two where the top bit is set.</summary>
    public byte Resolution { get; init; } = 6;

    /// <summary>if_tsoffset: seconds to add.</summary>
    public long OffsetSeconds { get; init; }

    /// <summary>if_fcslen: bytes of frame check sequence behind each packet.</summary>
    public int CheckSequenceLength { get; init; }

    /// <summary>Nanoseconds since the epoch; what no <c>long</c> can hold becomes its nearest value.</summary>
    public long ToNanoseconds(ulong ticks)
    {
        const ulong largestSafe = 1UL << 53;
        if (OffsetSeconds == 0 && ticks < largestSafe)
        {
            switch (Resolution)
            {
                case 9:
                    return (long)ticks;
                case 6:
                    return (long)ticks * 1000;
            }
        }

        int exponent = Resolution & 0x7f;
        Int128 nanoseconds = (Resolution & 0x80) != 0
            ? (ticks * (Int128)1_000_000_000) >> exponent
            : exponent <= 9 ? ticks * PowerOfTen(9 - exponent) : ticks / PowerOfTen(exponent - 9);
        return (long)Int128.Clamp(nanoseconds + (Int128)OffsetSeconds * 1_000_000_000, long.MinValue, long.MaxValue);
    }

    private static Int128 PowerOfTen(int exponent)
    {
        const int largest = 38;
        Int128 power = 1;
        for (int i = 0; i < Math.Min(exponent, largest); i++)
        {
            power *= 10;
        }

        return power;
    }
}

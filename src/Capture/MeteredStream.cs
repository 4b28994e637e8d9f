namespace Gor.Capture;

/// <summary>Counts what is read.</summary>
internal sealed class MeteredStream(Stream inner, ReadMeter meter) : ForwardStream(inner)
{
    public override int Read(Span<byte> buffer)
    {
        int read = Inner.Read(buffer);
        meter.Add(read);
        return read;
    }
}

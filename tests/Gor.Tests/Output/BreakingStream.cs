using System.Text;

namespace Gor.Tests.Output;

/// <summary>A stream whose n-th write (from 1) fails, and whose writes wait for a reader where there is one.</summary>
internal sealed class BreakingStream(int breaksAt, ManualResetEventSlim? reader = null) : MemoryStream
{
    public int Writes { get; private set; }

    public string Text => Encoding.UTF8.GetString(ToArray());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        reader?.Wait();
        if (++Writes == breaksAt)
        {
            throw new IOException("broken");
        }

        base.Write(buffer);
    }
}

namespace Gor.Tests;

public class StatusLineTests
{
    private readonly StringWriter _terminal = new();

    [Fact]
    public void Is_written_over_and_what_is_written_beside_it_stands_above()
    {
        var line = new StatusLine(_terminal, isTerminal: true, columns: 10);
        line.Show("first");
        line.Show("2nd");
        line.Above(() => _terminal.Write("log\n"));
        line.Show("longer than it");
        line.End();
        line.Show("too late");
        line.Above(() => _terminal.Write("ledger\n"));
        Assert.Equal("\rfirst\r2nd  \r   \rlog\n\rlonger th\r         \rledger\n", _terminal.ToString());
    }

    [Fact]
    public void Is_not_there_without_a_terminal()
    {
        var line = new StatusLine(_terminal, isTerminal: false);
        line.Show("first");
        line.Above(() => _terminal.Write("log\n"));
        line.End();
        Assert.Equal("log\n", _terminal.ToString());
    }

    [Fact]
    public void Bears_a_terminal_that_hung_up()
    {
        var line = new StatusLine(new StreamWriter(new Gone()) { AutoFlush = true }, isTerminal: true);
        line.Show("first");
        line.Show("second");
        line.End();
    }

    private sealed class Gone : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Input/output error");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Input/output error");
    }
}

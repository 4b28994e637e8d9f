using Gor.Output;

namespace Gor.Tests.Output;

public sealed class OutputTallyTests
{
    [Fact]
    public void Says_where_every_record_is()
    {
        var tally = new OutputTally();
        tally.AddAccepted(100);
        tally.AddRecovered(20);
        tally.AddDelivered(50);
        tally.AddShed(1);
        tally.AddGaveWay(2);
        tally.AddDamaged(3);
        tally.AddRejected(10);
        tally.AddSetAside(6);
        tally.AddGivenUp(5);
        tally.AddSpooled(40);
        tally.AddRepeated(7);
        Assert.Equal(9, tally.Waiting);
        Assert.Equal(
            "100 + 20 recovered = 50 delivered + 1 shed + 2 gave way + 3 damaged + 10 rejected + 5 given up + 40 spooled + 9 waiting (7 may have arrived twice)",
            tally.ToString());
        Assert.Equal(15, tally.Lost);
        Assert.Equal(
            "1 found no room in memory, 2 gave way in the full spool, 3 were damaged in the spool, 4 were refused or could not be written, "
            + "5 were given up at the stop",
            tally.Losses());
    }

    [Fact]
    public void What_is_delivered_spooled_or_set_aside_is_not_lost()
    {
        var tally = new OutputTally();
        tally.AddAccepted(3);
        tally.AddDelivered(1);
        tally.AddSpooled(1);
        tally.AddRejected(1);
        tally.AddSetAside(1);
        Assert.Equal((0, 0), (tally.Lost, tally.Waiting));
    }
}

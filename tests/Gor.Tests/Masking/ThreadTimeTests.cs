using Gor.Masking;

namespace Gor.Tests.Masking;

public class ThreadTimeTests
{
    private static readonly TimeSpan Some = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void Runs_while_the_thread_works() => Work();

    [Fact]
    public void Stands_while_others_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "This system has no clock of a thread.");
        TimeSpan before = ThreadTime.Worked;
        var other = new Thread(Work);
        other.Start();
        other.Join();
        Assert.InRange(ThreadTime.Worked - before, TimeSpan.Zero, Some / 2);
    }

    /// <summary>Until this thread has had a processor for some time; never, where its clock stands.</summary>
    private static void Work()
    {
        TimeSpan before = ThreadTime.Worked;
        while (ThreadTime.Worked - before < Some)
        {
            Thread.SpinWait(1000);
        }
    }
}

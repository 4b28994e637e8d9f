using System.Net.Http.Headers;
using Gor.Output;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Output;

public sealed class RetryScheduleTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 1.0)]
    public void Doubles_up_to_30_seconds_with_jitter(double random, double factor)
    {
        var schedule = new RetrySchedule(_time, () => random);
        double[] expected = [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30];
        foreach (double seconds in expected)
        {
            schedule.Failed(_time.GetTimestamp(), null);
            Assert.Equal(seconds * factor, schedule.Delay.TotalSeconds, 6);
            _time.Advance(schedule.Delay);
            Assert.Equal(TimeSpan.Zero, schedule.Delay);
        }
    }

    [Fact]
    public void Begins_anew_after_a_success_and_says_how_long_it_took()
    {
        var schedule = new RetrySchedule(_time, () => 1);
        Assert.Null(schedule.Succeeded());
        long begun = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(3));
        schedule.Failed(begun, null);
        Assert.True(schedule.IsFailing);
        _time.Advance(TimeSpan.FromSeconds(4));
        schedule.Failed(_time.GetTimestamp(), null);
        Assert.Equal(TimeSpan.FromSeconds(7), schedule.Succeeded());
        Assert.False(schedule.IsFailing);
        Assert.Equal(TimeSpan.Zero, schedule.Delay);
        _time.Advance(TimeSpan.FromSeconds(1));
        schedule.Failed(_time.GetTimestamp(), null);
        Assert.Equal(0.25, schedule.Delay.TotalSeconds, 6);
    }

    [Fact]
    public void Posts_that_fail_side_by_side_are_one_failure()
    {
        var schedule = new RetrySchedule(_time, () => 1);
        long first = _time.GetTimestamp();
        long second = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        schedule.Failed(first, null);
        schedule.Failed(second, null);
        Assert.Equal(0.25, schedule.Delay.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("99999999", 3600)]
    public void Waits_as_long_as_it_is_asked(string value, double seconds)
    {
        var schedule = new RetrySchedule(_time, () => 1);
        schedule.Failed(_time.GetTimestamp(), RetryConditionHeaderValue.Parse(value));
        Assert.Equal(seconds, schedule.Delay.TotalSeconds, 6);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public void Waits_until_a_date(int offset, double seconds)
    {
        var schedule = new RetrySchedule(_time, () => 1);
        schedule.Failed(_time.GetTimestamp(), new RetryConditionHeaderValue(_time.GetUtcNow().AddSeconds(offset)));
        Assert.Equal(seconds, schedule.Delay.TotalSeconds, 6);
    }

    [Fact]
    public void Pauses_at_most_a_second_when_hurried()
    {
        var schedule = new RetrySchedule(_time, () => 1);
        schedule.Failed(_time.GetTimestamp(), RetryConditionHeaderValue.Parse("600"));
        schedule.Hurry();
        Assert.Equal(1, schedule.Delay.TotalSeconds, 6);
    }
}

using System.Text.RegularExpressions;
using Gor.Masking;

namespace Gor.Tests.Masking;

public class PatienceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private TimeSpan _worked;

    [Fact]
    public void A_search_is_made_anew_where_others_had_the_processor()
    {
        int tries = 0;
        Assert.Equal(3, new Patience(Limit, () => _worked).Try(() =>
        {
            _worked += Limit / 10;
            return ++tries < 3 ? throw new RegexMatchTimeoutException() : tries;
        }));
    }

    [Fact]
    public void A_search_that_worked_all_the_time_is_slow()
    {
        int tries = 0;
        Assert.Throws<RegexMatchTimeoutException>(() => new Patience(Limit, () => _worked).Try<int>(() =>
        {
            tries++;
            _worked += Limit;
            throw new RegexMatchTimeoutException();
        }));
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_machine_that_stays_busy_ends_the_patience()
    {
        int tries = 0;
        Assert.Throws<RegexMatchTimeoutException>(() => new Patience(Limit, () => _worked).Try<int>(() =>
        {
            tries++;
            throw new RegexMatchTimeoutException();
        }));
        Assert.Equal(10, tries);
    }

    [Fact]
    public void Other_faults_are_not_tried_again() =>
        Assert.Throws<InvalidOperationException>(() => new Patience(Limit, () => _worked).Try<int>(() => throw new InvalidOperationException()));
}

using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// Tells a search that is slow from a machine that is busy. A search is given up after a time by the clock; where its thread hardly
/// worked in that time, others had the processor, and the search is made anew. Else a busy moment would cost fields and records.
/// </summary>
/// <param name="limit">The time by the clock after which a search gives up.</param>
/// <param name="worked">How long the thread that calls it has worked so far.</param>
internal sealed class Patience(TimeSpan limit, Func<TimeSpan> worked)
{
    private const int MostTries = 10;

    /// <exception cref="RegexMatchTimeoutException">It is slow, or the machine is busy for too long.</exception>
    public T Try<T>(Func<T> search)
    {
        for (int tries = 1; ; tries++)
        {
            TimeSpan before = worked();
            try
            {
                return search();
            }
            catch (RegexMatchTimeoutException slow) when (
                slow is not ResultTooLongException && tries < MostTries && worked() - before < limit / 2)
            {
                // Once more.
            }
        }
    }
}

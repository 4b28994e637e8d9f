using System.Net;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class FilterTermsTests
{
    [Theory]
    [InlineData("|80", "|80")]
    [InlineData("|80 |81,80", "|80,81")]
    [InlineData("|80 | 10.0.0.1|5", "|")]
    [InlineData("10.0.0.1|80 10.0.0.2|80", "10.0.0.1,10.0.0.2|80")]
    [InlineData("10.0.0.1,10.0.0.2|80 10.0.0.2|81", "10.0.0.1|80 10.0.0.2|80,81")]
    [InlineData("|80,81 10.0.0.1|80", "|80,81")]
    [InlineData("|80 10.0.0.1|80,82", "|80 10.0.0.1|82")]
    [InlineData("|80 10.0.0.1|", "|80 10.0.0.1|")]
    [InlineData("10.0.0.1| 10.0.0.1|80 10.0.0.2|80", "10.0.0.1| 10.0.0.2|80")]
    public void Overlap_no_more_and_mean_the_same(string terms, string simplified) => Assert.Equal(
        simplified,
        string.Join(' ', FilterTerms.Simplified([.. terms.Split(' ').Select(Parse)])
            .Select(term => $"{string.Join(',', term.Hosts)}|{string.Join(',', term.Ports)}")));

    private static FilterTerm Parse(string text)
    {
        string[] parts = text.Split('|');
        return new FilterTerm(
            [.. parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)],
            [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]);
    }
}

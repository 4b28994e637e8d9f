using System.Text;
using Gor.Http;

namespace Gor.Filtering;

/// <summary><c>--http-allow-method</c>: methods are case-sensitive (RFC 9110 section 9.1).</summary>
internal sealed class MethodFilter(IReadOnlyList<string> methods) : IFilterStep
{
    private readonly byte[][] _methods = [.. methods.Select(Encoding.ASCII.GetBytes)];

    public Counter? Apply(HttpRequest request) =>
        Array.Exists(_methods, method => method.AsSpan().SequenceEqual(request.Method)) ? null : Counter.ExchangesFilteredAllowMethod;
}

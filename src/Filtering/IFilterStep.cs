using Gor.Http;

namespace Gor.Filtering;

/// <summary>One kind of filter or rewrite. Shared by the workers: it keeps nothing.</summary>
internal interface IFilterStep
{
    /// <summary>Looks at a request, or changes it.</summary>
    /// <returns>Null where the call goes on, else what it is counted as.</returns>
    Counter? Apply(HttpRequest request);
}

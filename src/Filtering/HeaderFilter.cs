using Gor.Http;

namespace Gor.Filtering;

/// <summary>
/// One <c>--http-allow-header</c> or <c>--http-disallow-header</c>. Of a field that stands more than once any value counts;
/// a missing or empty one matches nothing.
/// </summary>
internal sealed class HeaderFilter(HeaderPattern header, bool passesMatches, Counter refusal) : IFilterStep
{
    public Counter? Apply(HttpRequest request) => IsMatch(request.Fields) == passesMatches ? null : refusal;

    private bool IsMatch(FieldList fields)
    {
        for (int i = fields.IndexOf(header.Name); i >= 0; i = fields.IndexOf(header.Name, i + 1))
        {
            ReadOnlySpan<byte> value = fields.Value(i);
            if (!value.IsEmpty && header.Pattern.IsMatch(value))
            {
                return true;
            }
        }

        return false;
    }
}

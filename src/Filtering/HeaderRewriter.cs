using Gor.Http;

namespace Gor.Filtering;

/// <summary>One <c>--http-rewrite-header</c>, on every value of its field.</summary>
internal sealed class HeaderRewriter(HeaderRewrite rewrite) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        FieldList fields = request.Fields;
        for (int i = fields.IndexOf(rewrite.Name); i >= 0; i = fields.IndexOf(rewrite.Name, i + 1))
        {
            if (rewrite.Pattern.Replace(fields.Value(i), rewrite.Target) is { } replaced)
            {
                fields.Replace(i, replaced);
            }
        }

        return null;
    }
}

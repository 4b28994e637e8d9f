using Gor.Http;

namespace Gor.Filtering;

/// <summary>One <c>--http-set-header</c>: the field's only value, in its place or in front of the others.</summary>
internal sealed class HeaderSetter(NamedValue header) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        FieldList fields = request.Fields;
        int index = fields.IndexOf(header.Name);
        if (index < 0)
        {
            fields.InsertFirst(header.Name, header.Value);
            return null;
        }

        fields.Replace(index, header.Value);
        while (fields.IndexOf(header.Name, index + 1) is int other and >= 0)
        {
            fields.RemoveAt(other);
        }

        return null;
    }
}

using Gor.Http;

namespace Gor.Filtering;

/// <summary>One <c>--http-set-param</c>: the value in its place, or a new parameter at the end of the query.</summary>
internal sealed class ParameterSetter(NamedValue parameter) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        byte[] target = request.Target;
        if (QueryParameter.TryFind(target, parameter.Name, out Range value))
        {
            request.Target = [.. target.AsSpan(..value.Start), .. parameter.Value, .. target.AsSpan(value.End..)];
        }
        else
        {
            byte separator = target.AsSpan().Contains((byte)'?') ? (byte)'&' : (byte)'?';
            request.Target = [.. target, separator, .. parameter.Name, (byte)'=', .. parameter.Value];
        }

        return null;
    }
}

using System.Buffers.Text;
using System.Text;
using Gor.Http;

namespace Gor.Filtering;

/// <summary>
/// <c>--http-basic-auth-filter</c>: patterns on <c>user:password</c> (RFC 7617). Requests without Basic credentials pass; credentials
/// that cannot be read match no pattern.
/// </summary>
internal sealed class BasicAuthFilter(IReadOnlyList<GoRegex> patterns) : IFilterStep
{
    private readonly GoRegex[] _patterns = [.. patterns];

    public Counter? Apply(HttpRequest request)
    {
        int index = request.Fields.IndexOf("authorization"u8);
        ReadOnlySpan<byte> value = index < 0 ? [] : request.Fields.Value(index);
        if (value.Length < 6 || !Ascii.EqualsIgnoreCase(value[..6], "basic "u8))
        {
            return null;
        }

        return Matches(value[6..].Trim((byte)' ')) ? null : Counter.ExchangesFilteredBasicAuth;
    }

    private bool Matches(ReadOnlySpan<byte> coded)
    {
        byte[] credentials = new byte[Base64.GetMaxDecodedFromUtf8Length(coded.Length)];
        return Base64.DecodeFromUtf8(coded, credentials, out _, out int length) == System.Buffers.OperationStatus.Done
            && Array.Exists(_patterns, pattern => pattern.IsMatch(credentials.AsSpan(0, length)));
    }
}

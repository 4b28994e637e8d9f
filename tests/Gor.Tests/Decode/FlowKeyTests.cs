using CsCheck;
using Gor.Decode;

namespace Gor.Tests.Decode;

public class FlowKeyTests
{
    /// <summary>Of so few that equal ones are common.</summary>
    private static readonly Gen<FlowKey> Keys =
        from source in Endpoints()
        from destination in Endpoints()
        from tunnel in Gen.Int[0, 1]
        select new FlowKey(source, destination, (ulong)tunnel);

    [Fact]
    public void Both_directions_are_of_one_connection_and_have_one_hash() => Gen.Select(Keys, Keys).Sample((one, other) =>
    {
        bool isSame = one.Canonical == other.Canonical;
        Assert.Equal(isSame, one.IsOfSameConnection(other));
        Assert.True(!isSame || one.SymmetricHash() == other.SymmetricHash());
    });

    private static Gen<Endpoint> Endpoints() =>
        from address in Gen.UInt[0x0A000001, 0x0A000003]
        from port in Gen.Int[80, 82]
        select new Endpoint(Address.FromIpv4(address), (ushort)port);
}

using System.Diagnostics.CodeAnalysis;
using Gor.Decode;

namespace Gor.Flows;

/// <summary>Finds connections by the key of either flow, so that a table need not keep the keys a second time.</summary>
internal sealed class ConnectionKeys : IEqualityComparer<Connection>, IAlternateEqualityComparer<FlowKey, Connection>
{
    public bool Equals(Connection? one, Connection? other) => one == other || (one is not null && other is not null && Equals(one.Key, other));

    public int GetHashCode([DisallowNull] Connection connection) => connection.Key.GetHashCode();

    public bool Equals(FlowKey key, Connection connection) => connection.Key.IsOfSameConnection(key);

    public int GetHashCode(FlowKey key) => key.GetHashCode();

    /// <summary>A key alone is no connection.</summary>
    public Connection Create(FlowKey key) => throw new NotSupportedException();
}

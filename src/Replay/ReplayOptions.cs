
namespace Gor.Replay;

/// <summary>The outputs in GoReplay's format.</summary>
internal sealed record ReplayOptions
{
    /// <summary><c>--output-stdout</c>.</summary>
    public bool Stdout { get; init; }

    /// <summary>Paths with variables.</summary>
    public IReadOnlyList<LimitedAddress> Paths { get; init; } = [];

    public TapeFileSettings FileSettings { get; init; } = new();

    /// <summary>What the outputs would be called.</summary>
    public IEnumerable<string> Names => (Stdout ? ["stdout"] : Array.Empty<string>()).Concat(Paths.Select(file => file.Address));

    /// <summary>Outputs.</summary>
    public int Count => (Stdout ? 1 : 0) + Paths.Count;

    public bool HasAny => Count > 0;
}

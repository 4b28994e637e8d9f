namespace Gor.Cli;

/// <summary>A flag with its effect on an immutable <typeparamref name="TTarget"/>.</summary>
internal sealed class Setting<TTarget>(string name, string placeholder, Setting<TTarget>.Effect apply) : Flag(name, placeholder)
{
    /// <summary>Sets one value. As a list appends and a scalar replaces, values are simply applied one after the other.</summary>
    public delegate bool Effect(string text, ref TTarget target, out string? error);

    public Effect Apply { get; } = apply;

    /// <summary>What to tell who used the flag with that text; null for nothing.</summary>
    public Func<string, string?> Note { get; init; } = _ => null;

    public static Effect Set<T>(FlagReader<T> read, Func<TTarget, T, TTarget> set) => (string text, ref TTarget target, out string? error) =>
    {
        bool valid = read(text, out T value, out error);
        target = valid ? set(target, value) : target;
        return valid;
    };

    /// <summary>Like <see cref="Set"/>, but an empty text leaves things as they are: scripts pass empty variables.</summary>
    public static Effect SetUnlessEmpty<T>(FlagReader<T> read, Func<TTarget, T, TTarget> set)
    {
        Effect apply = Set(read, set);
        return (string text, ref TTarget target, out string? error) =>
        {
            error = null;
            return text.Length == 0 || apply(text, ref target, out error);
        };
    }
}

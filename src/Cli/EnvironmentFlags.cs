namespace Gor.Cli;

/// <summary>Flags as variables: <c>GOR_OUTPUT_NULL</c> is <c>--output-null</c>. Of a repeatable flag, each line is a value.</summary>
internal static class EnvironmentFlags
{
    private const string Prefix = "GOR_";

    /// <param name="flags">The table that is meant.</param>
    /// <param name="environment">The variables of the process.</param>
    /// <param name="section">Empty for the run; the name of a command whose variables have it in their names: <c>GOR_COLLECT_LISTEN</c>.</param>
    public static FlagLayer Read(IReadOnlyList<Flag> flags, IReadOnlyDictionary<string, string> environment, string section)
    {
        var layer = new FlagLayer();
        Dictionary<string, Flag> known = flags
            .SelectMany(flag => flag.Names, (flag, name) => (Name: NameOf(name, section), flag))
            .ToDictionary(of => of.Name, of => of.flag);
        foreach ((string name, string text) in environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || text.Length == 0)
            {
                continue;
            }

            if (known.TryGetValue(name, out Flag? flag))
            {
                // GOR_VERSION, for one, is what others may have set.
                if (!flag.MayStandOutside)
                {
                    continue;
                }

                string[] values = flag.IsList ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [text];
                Array.ForEach(values, value => layer.Add(flag, new GivenValue(value, name, name)));
            }
            else if (section.Length == 0 && !IsOfKubernetes(name) && Nearest.Of(name[Prefix.Length..], known.Keys.Select(other => other[Prefix.Length..].ToLowerInvariant())) is { } nearest)
            {
                layer.Notes.Add($"the variable {name} is of no flag; was {Prefix}{nearest.ToUpperInvariant()} meant?");
            }
        }

        return layer;
    }

    /// <summary>The variable of a flag.</summary>
    public static string NameOf(string flag, string section = "") =>
        $"{Prefix}{(section.Length == 0 ? "" : $"{section}_")}{flag}".Replace('-', '_').ToUpperInvariant();

    /// <summary>Where a service is called <c>gor</c>, its neighbours in Kubernetes have variables that tell where it is.</summary>
    private static bool IsOfKubernetes(string name) =>
        name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal) || name.Contains("_SERVICE_PORT", StringComparison.Ordinal)
        || name.EndsWith("_PORT", StringComparison.Ordinal) || name.Contains("_TCP", StringComparison.Ordinal) || name.Contains("_UDP", StringComparison.Ordinal)
        || name.StartsWith($"{Prefix}COLLECT_", StringComparison.Ordinal);
}

using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>A file of <c>NAME=VALUE</c>, as Docker, Kustomize and systemd read it.</summary>
internal static class EnvironmentFile
{
    /// <param name="path">Within the repository.</param>
    public static Dictionary<string, string> Read(string path) => File.ReadAllLines(SourceTree.PathOf(path))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}

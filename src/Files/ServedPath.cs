namespace Gor.Files;

/// <summary>Finds what a request's path names below a root, and nothing outside it.</summary>
internal static class ServedPath
{
    /// <summary>
    /// The file or folder, or null where there is none. Symbolic links are not followed: they are the way out that a path's
    /// text does not show.
    /// </summary>
    /// <param name="path">The decoded path of the request, with its leading slash.</param>
    public static FileSystemInfo? Find(string root, string path)
    {
        FileSystemInfo found = new DirectoryInfo(root);
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (found is not DirectoryInfo || !IsName(name))
            {
                return null;
            }

            string child = Path.Combine(found.FullName, name);
            found = Directory.Exists(child) ? new DirectoryInfo(child) : new FileInfo(child);
            if (!found.Exists || found.LinkTarget is not null)
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>False for what a file system takes for more than the name of an entry: parents, drives, streams, separators.</summary>
    private static bool IsName(string name) =>
        name is not ("." or "..") && name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0
        && !name.Contains('\\', StringComparison.Ordinal);
}

using System.Globalization;

namespace Gor.Output;

/// <summary>The names of the bundles in one folder: numbers, the lowest is the oldest.</summary>
internal sealed class BundleFiles(string folder)
{
    private const string Extension = ".bundle";

    public string Folder => folder;

    public string this[long number] => Path.Combine(folder, $"{number.ToString("D12", CultureInfo.InvariantCulture)}{Extension}");

    /// <summary>The numbers of the files that are there, ascending.</summary>
    public IEnumerable<long> Numbers() => Directory.EnumerateFiles(folder, $"*{Extension}")
        .Select(file => NumberOf(Path.GetFileNameWithoutExtension(file)))
        .Where(number => number >= 0)
        .Order();

    private static long NumberOf(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}

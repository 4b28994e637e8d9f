namespace Gor.Tests.Kit;

/// <summary>Files of this repository that hold what the code must put out.</summary>
internal static class GoldenFile
{
    /// <summary>GOR_UPDATE=1: tests write such files instead of comparing; the difference is then read as a change of the code is.</summary>
    public static bool IsUpdating { get; } = Environment.GetEnvironmentVariable("GOR_UPDATE") == "1";

    public static void AssertEqual(string path, string actual)
    {
        if (IsUpdating)
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}

namespace Gor;

/// <summary>Keeps files with calls out of folders in which everybody may put something else in their place.</summary>
internal static class SharedFolder
{
    /// <exception cref="IOException">Everyone may write there, and remove what others wrote; the message is a phrase with the remedy.</exception>
    public static void Refuse(string? folder)
    {
        if (OperatingSystem.IsWindows() || string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(folder);
        if ((mode & UnixFileMode.OtherWrite) != 0 && (mode & UnixFileMode.StickyBit) == 0)
        {
            throw new IOException($"everyone may write to the folder {folder}, and replace what gor keeps there; take that right away (chmod o-w {folder}), or name another folder");
        }
    }
}

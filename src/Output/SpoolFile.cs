namespace Gor.Output;

/// <summary>
/// One bundle in one file: a line that says what follows, then the bundle as it is posted. A file that was cut off is known by its
/// length, one that was changed by its hash.
/// </summary>
internal static class SpoolFile
{
    private const int Block = 4096;

    /// <summary>What a file is charged with: file systems give whole blocks, and the index needs room too.</summary>
    public static long Charge(long length) => (length + Block - 1) / Block * Block;

    /// <summary>What the file of a bundle is charged with, at most.</summary>
    public static long Charge(Bundle bundle) => Charge((long)SpoolHeader.Longest + bundle.Content.Length);

    /// <summary>Makes the file, which nobody else may read; its content is on the disk when this returns.</summary>
    /// <exception cref="IOException">Nothing was kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing was kept.</exception>
    public static void Write(string path, Bundle bundle)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        try
        {
            file.Write(SpoolHeader.Of(bundle).ToBytes());
            file.Write(bundle.Content.Span);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Delete(path);
            throw;
        }
    }

    /// <summary>How many records a file says it has, 0 where it does not say, and whether its length is what it says.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int Records, bool IsWhole) Look(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] start = new byte[SpoolHeader.Longest];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        SpoolHeader? header = SpoolHeader.Parse(start.AsSpan(0, read), out int length);
        return header is null ? (0, false) : (header.Records, file.Length == length + header.Bytes);
    }

    /// <summary>The bundle, or null where the file is not as it was written.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Bundle? Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        SpoolHeader? header = SpoolHeader.Parse(bytes.AsSpan(0, Math.Min(bytes.Length, SpoolHeader.Longest)), out int length);
        ReadOnlyMemory<byte> content = bytes.AsMemory(length);
        return header is not null && header.Describes(content.Span) ? new Bundle(content, header.Records, header.IsCompressed) : null;
    }

    /// <summary>Deletes a file, whether it is there or not; what cannot be deleted is found again at the next start.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}

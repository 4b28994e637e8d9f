using System.IO.Compression;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Win32.SafeHandles;

namespace Gor.Kafka;

/// <summary>
/// librdkafka, which Confluent.Kafka calls. On Linux with glibc it is a resource of the program, compressed, and is loaded from memory: no file is
/// written, so a read-only root and folders without the right to execute are no obstacle. Elsewhere it is a file beside the program.
/// </summary>
internal static class KafkaLibrary
{
    private const string Resource = "librdkafka";
    private const uint CloseOnExec = 1;

    private static readonly Lazy<nint> Handle = new(LoadOnce);

    /// <summary>Loads it, the first time. Before the first use of Confluent.Kafka.</summary>
    /// <returns>Its handle.</returns>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message says why, and what to do.</exception>
    public static nint Load() => Handle.Value;

    private static nint LoadOnce()
    {
        nint handle = OperatingSystem.IsLinux() && typeof(KafkaLibrary).Assembly.GetManifestResourceStream(Resource) is { } image
            ? LoadFromMemory(image)
            : LoadFromFile("");

        // It asks for the library under a name for each kind of Linux.
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => name.EndsWith(Resource, StringComparison.Ordinal) ? handle : 0);
        return handle;
    }

    /// <summary>memfd_create(2): a file that has no name, and is gone with the process.</summary>
    private static nint LoadFromMemory(Stream image)
    {
        using (image)
        using (var file = new SafeFileHandle(CreateMemoryFile(Resource, CloseOnExec), ownsHandle: true))
        {
            if (file.IsInvalid)
            {
                return LoadFromFile($"the system gave no memory for it (memfd_create: {Marshal.GetLastPInvokeErrorMessage()}), and ");
            }

            using var target = new FileStream(file, FileAccess.Write, bufferSize: 0);
            using var library = new BrotliStream(image, CompressionMode.Decompress);
            library.CopyTo(target);
            return NativeLibrary.TryLoad($"/proc/self/fd/{file.DangerousGetHandle()}", out nint handle) ? handle
                : LoadFromFile("the system does not let it run from memory, and ");
        }
    }

    /// <param name="before">Why it comes to this.</param>
    private static nint LoadFromFile(string before)
    {
        string name = OperatingSystem.IsWindows() ? "librdkafka.dll" : OperatingSystem.IsMacOS() ? "librdkafka.dylib" : "librdkafka.so";
        return NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out nint handle) ? handle
            : throw new DllNotFoundException(
                $"Kafka needs the library librdkafka {Version}: {before}{Path.Combine(AppContext.BaseDirectory, name)} is not there or cannot be loaded. "
                + $"Put {Remedy()} of the NuGet package librdkafka.redist {Version} beside gor.");
    }

    private static string Remedy() => RuntimeInformation.RuntimeIdentifier switch
    {
        "linux-musl-x64" => "runtimes/linux-x64/native/alpine-librdkafka.so, under the name librdkafka.so,",
        { } kind => $"the files of runtimes/{kind}/native",
    };

    /// <summary>That Confluent.Kafka was made for.</summary>
    private const string Version = "2.16.0";

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int CreateMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}

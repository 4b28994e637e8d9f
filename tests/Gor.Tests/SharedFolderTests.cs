using Gor.Tests.Capture;

namespace Gor.Tests;

public sealed class SharedFolderTests : IDisposable
{
    private const UnixFileMode Everyone = UnixFileMode.OtherWrite | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
        | UnixFileMode.UserWrite | UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_refused_unless_only_owners_may_replace_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
        }

        string path = Path.Combine(_folder.Path, "calls.ndjson");
        LineStream.OpenFile(path).Dispose();
        File.SetUnixFileMode(_folder.Path, Everyone | UnixFileMode.StickyBit);
        LineStream.OpenFile(path).Dispose();
        File.SetUnixFileMode(_folder.Path, Everyone);
        string message = Assert.Throws<IOException>(() => LineStream.OpenFile(path)).Message;
        Assert.Contains($"chmod o-w {_folder.Path}", message);
        SharedFolder.Refuse(null);
        SharedFolder.Refuse(Path.Combine(_folder.Path, "nosuch"));
    }
}

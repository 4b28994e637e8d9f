using System.Text;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Output;

public sealed class SpoolTests : IDisposable
{
    /// <summary>Room for this many bundles of one block.</summary>
    private const int Blocks = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Logged _logged = new();
    private readonly OutputTally _tally = new();

    private string Folder => Path.Combine(_folder.Path, "spool");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_back_what_it_was_given_oldest_first()
    {
        using Spool spool = Open();
        Add(spool, "a", "b", "c");
        Assert.Equal(["a", "b", "c"], TakeAll(spool));
        Assert.False(spool.HasAny);
    }

    [Fact]
    public void Keeps_the_form_of_a_bundle()
    {
        var builder = new BundleBuilder(1 << 20, compress: true);
        builder.Append("[[\"now\",\"1\"]]"u8);
        builder.Append("[[\"now\",\"2\"]]"u8);
        using Spool spool = Open();
        Assert.True(spool.TryAdd(builder.Seal(), false, out _));
        Assert.True(spool.TryTake(out SpooledBundle? taken));
        Assert.True(taken.Bundle.IsCompressed);
        Assert.Equal(2, taken.Bundle.Records);
        Assert.Equal("[[\"now\",\"1\"]]\n[[\"now\",\"2\"]]\n", Encoding.UTF8.GetString(taken.Bundle.Text().Span));
    }

    [Fact]
    public void What_is_not_removed_is_there_at_the_next_start()
    {
        using (Spool first = Open())
        {
            Add(first, "a", "b", "c");
            Assert.True(first.TryTake(out SpooledBundle? taken));
            first.Remove(taken);
            Assert.True(first.TryTake(out _));
            Assert.Equal(2, _tally.Spooled);
        }

        var next = new OutputTally();
        using Spool second = Open(next);
        Assert.Equal((2, 2), (next.Recovered, next.Spooled));
        Assert.Equal(["b", "c"], TakeAll(second));
        Assert.Contains(_logged.Lines, line => line.Contains("an earlier run left 2 records in 2 files"));
    }

    [Fact]
    public void New_bundles_come_behind_those_of_an_earlier_run()
    {
        using (Spool first = Open())
        {
            Add(first, "a", "b");
        }

        using Spool second = Open();
        Add(second, "c");
        Assert.Equal(["a", "b", "c"], TakeAll(second));
    }

    [Fact]
    public void What_is_returned_is_the_oldest_again()
    {
        using Spool spool = Open();
        Add(spool, "a", "b");
        Assert.True(spool.TryTake(out SpooledBundle? taken));
        Assert.True(spool.TryReturn(taken));
        Assert.Equal(["a", "b"], TakeAll(spool));
        Assert.Equal(2, _tally.Spooled);
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes");
            return;
        }

        using Spool spool = Open();
        Add(spool, "a");
        Assert.True(spool.TrySetAside(Bundle("r")));
        const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(PrivateFolder, File.GetUnixFileMode(Folder));
        Assert.Equal(PrivateFolder, File.GetUnixFileMode(Path.Combine(Folder, "rejected")));
        string[] files = [.. Directory.GetFiles(Folder, "*.bundle", SearchOption.AllDirectories)];
        Assert.Equal(2, files.Length);
        foreach (string file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(-1)]
    public void A_file_that_was_cut_off_is_counted_and_the_rest_is_used(int length)
    {
        using (Spool first = Open())
        {
            Add(first, "a", "b", "c");
        }

        string[] files = Files();
        using (var file = new FileStream(files[1], FileMode.Open))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }

        var next = new OutputTally();
        using Spool second = Open(next);
        Assert.Equal(["a", "c"], TakeAll(second, remove: true));

        // Of a header that is cut nobody can say how many records it was for.
        Assert.InRange(next.Damaged, 0, 1);
        Assert.Equal(length < 0 ? 1 : 0, next.Damaged);
        Assert.Equal((0, -2), (next.Spooled, next.Waiting - 4));
        Assert.Contains(_logged.Lines, line => line.StartsWith("Error") && line.Contains("1 files") && line.Contains("cut off"));
        Assert.Empty(Files());
    }

    [Fact]
    public void A_file_that_was_changed_is_counted_and_the_rest_is_used()
    {
        using Spool spool = Open();
        Add(spool, "a", "b", "c");
        string file = Files()[0];
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(["b", "c"], TakeAll(spool));
        Assert.Equal(1, _tally.Damaged);
        Assert.Contains(_logged.Lines, line => line.Contains("not as it was written"));
    }

    [Fact]
    public void Where_it_is_full_the_oldest_gives_way_and_is_counted()
    {
        using Spool spool = Open(options: new SpoolOptions { Size = Blocks * 4096 });
        Add(spool, "a", "b", "c", "d", "e", "f");
        Assert.Equal(["c", "d", "e", "f"], TakeAll(spool));
        Assert.Equal(2, _tally.GaveWay);
        Assert.Equal(4, _tally.Spooled);
        Assert.Contains(_logged.Lines, line => line.Contains("gave way") && line.Contains("--output-resurface-spool-size"));
    }

    [Fact]
    public void What_is_being_sent_does_not_give_way()
    {
        using Spool spool = Open(options: new SpoolOptions { Size = Blocks * 4096 });
        Add(spool, "a", "b", "c", "d");
        Assert.True(spool.TryTake(out SpooledBundle? taken));
        Add(spool, "e");
        Assert.True(spool.TryReturn(taken));
        Assert.Equal(["a", "c", "d", "e"], TakeAll(spool));
    }

    [Fact]
    public void Where_it_is_full_and_the_newest_shall_give_way_it_takes_no_more()
    {
        using Spool spool = Open(options: new SpoolOptions { Size = Blocks * 4096, OldestGivesWay = false });
        Add(spool, "a", "b", "c", "d");
        Assert.False(spool.TryAdd(Bundle("e"), isPressed: true, out string? error));
        Assert.StartsWith("the spool is full", error);
        Assert.Equal(["a", "b", "c", "d"], TakeAll(spool));
        Assert.Equal(0, _tally.Lost);
    }

    [Fact]
    public void A_bundle_that_is_larger_than_the_spool_drives_nothing_out()
    {
        using Spool spool = Open(options: new SpoolOptions { Size = Blocks * 4096 });
        Add(spool, "a", "b");
        Assert.False(spool.TryAdd(Bundle(new string('x', Blocks * 4096)), isPressed: true, out _));
        Assert.Equal(["a", "b"], TakeAll(spool));
    }

    [Fact]
    public void A_folder_that_was_removed_is_made_again_and_its_files_are_counted()
    {
        using Spool spool = Open();
        Add(spool, "a", "b");
        Directory.Delete(Folder, recursive: true);
        Add(spool, "c");
        Assert.Equal(["c"], TakeAll(spool));
        Assert.Equal((2, 1), (_tally.Damaged, _tally.Spooled));
    }

    [Fact]
    public void What_was_taken_before_the_folder_was_removed_is_not_lost()
    {
        using Spool spool = Open();
        Add(spool, "a");
        Assert.True(spool.TryTake(out SpooledBundle? taken));
        Directory.Delete(Folder, recursive: true);
        Assert.False(spool.TryReturn(taken));
        Assert.Equal((0, 0), (_tally.Damaged, _tally.Spooled));
    }

    [Fact]
    public void Another_process_is_told_whose_it_is()
    {
        using Spool spool = Open();
        OutputException error = Assert.Throws<OutputException>(() => Open());
        Assert.Contains($"process {Environment.ProcessId} has this spool", error.Message);
        Assert.Contains("--output-resurface-spool", error.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_remedy()
    {
        File.WriteAllText(Folder, "");
        OutputException error = Assert.Throws<OutputException>(() => Open());
        Assert.Contains(Folder, error.Message);
        Assert.Contains("or off to do without", error.Message);
    }

    [Fact]
    public void What_was_refused_is_set_aside_within_bounds_and_is_not_sent_again()
    {
        // A tenth of it: two blocks.
        var options = new SpoolOptions { Size = 20 * 4096 };
        using (Spool spool = Open(options: options))
        {
            Assert.True(spool.TrySetAside(Bundle("a")));
            Assert.True(spool.TrySetAside(Bundle("b")));
        }

        using Spool next = Open(options: options);
        Assert.True(next.TrySetAside(Bundle("c")));
        string[] rejected = Directory.GetFiles(Path.Combine(Folder, "rejected")).Order().ToArray();
        Assert.Equal(["b\n", "c\n"], rejected.Select(file => Encoding.UTF8.GetString(SpoolFile.Read(file)!.Content.Span)));
        Assert.False(next.HasAny);
        Assert.Equal(3, _tally.SetAside);
    }

    [Fact]
    public void What_was_set_aside_is_sent_when_a_person_moves_it_back()
    {
        using (Spool spool = Open())
        {
            Assert.True(spool.TrySetAside(Bundle("a")));
        }

        string file = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "rejected")));
        File.Move(file, Path.Combine(Folder, Path.GetFileName(file)));
        using Spool next = Open();
        Assert.Equal(["a"], TakeAll(next));
    }

    private static Bundle Bundle(string record) => new(Encoding.UTF8.GetBytes(record + "\n"), 1, IsCompressed: false);

    private static void Add(Spool spool, params string[] records) =>
        Assert.All(records, record => Assert.True(spool.TryAdd(Bundle(record), isPressed: false, out _)));

    private static List<string> TakeAll(Spool spool, bool remove = false)
    {
        var records = new List<string>();
        while (spool.TryTake(out SpooledBundle? taken))
        {
            records.Add(Encoding.UTF8.GetString(taken.Bundle.Content.Span).TrimEnd('\n'));
            if (remove)
            {
                spool.Remove(taken);
            }
        }

        return records;
    }

    private string[] Files() => [.. Directory.GetFiles(Folder, "*.bundle").Order()];

    private Spool Open(OutputTally? tally = null, SpoolOptions? options = null) =>
        Spool.Open(Folder, options ?? new SpoolOptions(), tally ?? _tally, new OutputLog("sink", _logged.Log, TimeProvider.System));
}
